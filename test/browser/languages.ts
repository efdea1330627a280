/**
 * The languages in which tests look at every page. The short form takes the longest texts and the right-to-left
 * language.
 */
export const LANGUAGES = process.env.BROWSER_SHORT
  ? ['en', 'de', 'ar']
  : ['en', 'it', 'de', 'fr', 'es', 'ar'];

/** In which a test looks at every page; in the short form the longest, and the one from right to left. */
export const LANGUAGES = process.env.BROWSER_SHORT
  ? ['en', 'de', 'ar']
  : ['en', 'it', 'de', 'fr', 'es', 'ar'];

// node cli/bundle.mjs [--watch]
//
// Bundles each service and the command line into few files under dist/. Otherwise a start would read and
// link some 700 modules, which takes longer than everything else in it. What threads and tests load is
// compiled file by file, as tsconfig.build.json says.
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';

const services = readdirSync('services').filter((name) => existsSync(`services/${name}/main.ts`));
const CHUNKS = 'chunks';
/** The sources of the bundles, and when each of them was written. */
const MADE_OF = 'dist/.bundled.json';

const options = {
  input: {
    'cli/main': 'cli/main.ts',
    'services/together': 'services/together.ts',
    ...Object.fromEntries(
      services.map((name) => [`services/${name}/main`, `services/${name}/main.ts`]),
    ),
  },
  platform: 'node',
  tsconfig: 'tsconfig.build.json',
  // These read a binary or a schema that lies beside their own code.
  external: [/^@node-rs\/argon2/, /^libxml2-wasm/, /^@authenio\/samlify-xmllint-wasm/],
  output: {
    dir: 'dist',
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: `${CHUNKS}/[name]-[hash].js`,
    // Modules run in the order in which Node would run them.
    strictExecutionOrder: true,
    comments: { legal: true, annotation: false, jsdoc: false },
    banner: ({ fileName }) =>
      `const $packageRoot = import.meta.dirname + '/${'../'.repeat(fileName.split('/').length)}';`,
  },
  plugins: [keepDirname(), removeOldChunks(), rememberSources()],
  checks: { eval: false },
};

if (process.argv.includes('--watch')) {
  const { watch } = await import('rolldown');
  watch(options).on('event', (event) => {
    if (event.code === 'ERROR') console.error(event.error.message);
  });
} else if (!isMade()) {
  const { build } = await import('rolldown');
  await build(options);
}

function isMade() {
  if (!existsSync(MADE_OF)) return false;
  const { sources, bundles } = JSON.parse(readFileSync(MADE_OF, 'utf8'));
  const isSame = ([file, written]) => writtenAt(file) === written;
  const isKnown = (main) => main in sources;
  return (
    Object.values(options.input).every(isKnown) &&
    Object.entries(sources).every(isSame) &&
    Object.entries(bundles).every(isSame)
  );
}

/** In ms since the epoch; undefined where there is no such file. */
function writtenAt(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs;
}

function rememberSources() {
  const times = (files) => Object.fromEntries(files.map((file) => [file, writtenAt(file)]));
  return {
    name: 'remember-sources',
    writeBundle({ dir }, bundle) {
      const modules = [...this.getModuleIds()].map((id) => relative('.', id)).filter(writtenAt);
      const besides = [
        'cli/bundle.mjs',
        'package-lock.json',
        'tsconfig.json',
        'tsconfig.build.json',
      ];
      const sources = times([...modules, ...besides]);
      const bundles = times(Object.keys(bundle).map((file) => `${relative('.', dir)}/${file}`));
      writeFileSync(MADE_OF, JSON.stringify({ sources, bundles }));
    },
  };
}

/** A library that reads files beside its own code goes on finding them in node_modules. */
function keepDirname() {
  return {
    name: 'keep-dirname',
    transform: {
      filter: { id: /node_modules.*\.c?js$/, code: /\b__dirname\b/ },
      handler(code, id) {
        const directory = JSON.stringify(relative('.', dirname(id)));
        return `var __dirname = $packageRoot + ${directory};${code}`;
      },
    },
  };
}

function removeOldChunks() {
  return {
    name: 'remove-old-chunks',
    writeBundle({ dir }, bundle) {
      if (!existsSync(`${dir}/${CHUNKS}`)) return;
      for (const file of readdirSync(`${dir}/${CHUNKS}`)) {
        if (!(`${CHUNKS}/${file}` in bundle)) rmSync(`${dir}/${CHUNKS}/${file}`);
      }
    },
  };
}

// dependency-cruiser 17 tells its parser nothing of JSX.
const swc = require('@swc/core');
const { parseFileSync } = swc;
swc.parseFileSync = (file, options) =>
  parseFileSync.call(swc, file, { ...options, tsx: file.endsWith('.tsx') });

// Who may import whom. One row a layer of a service: what of its own service it may import (`own`), and
// which folders of `libs`, packages and modules of Node beside it. Whatever a row does not name is refused.
const PURE = ['names', 'policy', 'errors'];
const PORTS = [...PURE, 'allowance', 'clock', 'random', 'log'];
const OUTSIDE = [
  ...PORTS,
  'pg',
  'gen',
  'grpc',
  'events',
  'merkle',
  'seal',
  'ticket',
  'config',
  'not-before',
];

const LAYERS = {
  core: {
    own: [],
    libs: [...PURE, 'canonical-json'],
    packages: ['canonicalize', 'otplib'],
    node: ['crypto'],
  },
  commands: {
    own: ['core', 'ports'],
    libs: [...PORTS, 'events/definitions'],
    packages: [],
    node: ['crypto'],
  },
  storage: {
    own: ['core', 'ports'],
    libs: [...OUTSIDE, 'throttle'],
    packages: ['@node-rs', 'bcryptjs', 'pg'],
    node: 'any',
  },
  clients: {
    own: ['core', 'ports'],
    libs: [...OUTSIDE, 'certificates', 'fair-queue', 'http'],
    packages: [
      'jose',
      '@node-rs',
      'bcryptjs',
      'qrcode',
      'ldapts',
      'nodemailer',
      '@types/nodemailer',
      'zod',
      '@simplewebauthn',
      '@zxcvbn-ts',
    ],
    node: 'any',
  },
  grpc: {
    own: ['core', 'commands', 'ports'],
    libs: [...PURE, 'gen', 'grpc', 'events/definitions', 'ticket', 'log', 'not-before'],
    packages: ['zod', '@grpc'],
    node: 'any',
  },
  // What browsers see: no wire but HTTP, no database.
  http: {
    own: ['core', 'commands', 'ports', 'pages'],
    libs: [...PORTS, 'config', 'csv', 'seal', 'i18n', 'user-agent', 'web'],
    packages: [
      'koa',
      '@koa',
      '@types/koa',
      'preact',
      'preact-render-to-string',
      'cookie',
      'qrcode',
      '@types/qrcode',
    ],
    node: 'any',
  },
  openid: {
    own: ['core', 'ports', 'http', 'pages'],
    libs: [...PORTS, 'i18n', 'web'],
    packages: ['oidc-provider', '@types/oidc-provider', 'jose', 'koa', '@types/koa', 'preact'],
    node: 'any',
  },
  mail: {
    own: ['core', 'ports'],
    libs: [...PURE, 'i18n', 'user-agent'],
    packages: ['preact', 'preact-render-to-string'],
    node: [],
  },
  pages: {
    own: ['core'],
    libs: [...PURE, 'i18n', 'web/page'],
    packages: ['preact', 'preact-render-to-string', '@xmldom'],
    node: 'any',
  },
};

const NODE = '^(node:)?';
const TESTS = '(\\.test\\.tsx?$|/testing/|/testing\\.ts$)';
const anyOf = (names) => `(${names.join('|')})`;

/** What a layer may import; `$1` is the name of its service. */
function allowed(layer, { own, libs, packages, node }) {
  const paths = [
    `^services/$1/${anyOf([layer, ...own])}(/|\\.ts$)`,
    `^libs/${anyOf(libs)}/`,
    ...(packages.length > 0 ? [`^node_modules/${anyOf(packages)}/`] : []),
  ];
  if (node === 'any') return { pathNot: paths, dependencyTypesNot: ['core'] };
  return { pathNot: [...paths, `${NODE}${anyOf(node)}$`] };
}

const layers = Object.entries(LAYERS).map(([layer, row]) => ({
  name: layer,
  comment: `${layer} imports ${[layer, ...row.own].join(', ')} and libs/{${row.libs.join(',')}}`,
  severity: 'error',
  from: { path: `^services/([^/]+)/${layer}/`, pathNot: TESTS },
  to: allowed(layer, row),
}));

const refuse = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

module.exports = {
  forbidden: [
    ...layers,
    refuse(
      'jobs',
      'jobs import their own service, but not its grpc and no generated code',
      { path: '^services/[^/]+/jobs', pathNot: TESTS },
      { path: '^(services/[^/]+/grpc|libs/gen)/' },
    ),
    refuse(
      'services',
      "a service imports no other service's folder, and nobody's but libs",
      { path: '^services/([^/]+)/' },
      { path: '^(services|cli|bench|deploy)/', pathNot: '^services/$1/' },
    ),
    refuse(
      'services-tests',
      'a service does not import tests',
      { path: '^services/', pathNot: TESTS },
      { path: '^test/' },
    ),
    refuse(
      'libs',
      'libs import libs',
      { path: '^libs/', pathNot: TESTS },
      { path: '^(services|cli|test|bench|deploy)/' },
    ),
    refuse(
      'pure',
      'names, policy and errors are pure: they import each other',
      { path: `^libs/${anyOf(PURE)}/`, pathNot: [TESTS, '^libs/policy/(judge|testing)/'] },
      {
        pathNot: [
          `^libs/${anyOf(PURE)}/`,
          '^node_modules/(yaml|zod|ipaddr\\.js)/',
          `${NODE}(net|url|buffer)$`,
        ],
      },
    ),
    refuse(
      'cli',
      'cli is a client like any other: it imports libs',
      { path: '^cli/', pathNot: TESTS },
      { path: '^(services|test)/' },
    ),
    refuse(
      'xml',
      'XML of strangers is read in services/saml/xml alone',
      {
        path: '^(services|libs|cli|bench)/',
        pathNot: ['^services/saml/xml/', TESTS, '^cli/up/demo/single-sign-on/'],
      },
      { path: '^node_modules/(samlify|libxml2-wasm)/' },
    ),
    refuse('circles', 'no circles, types included', {}, { circular: true }),
    refuse('unresolved', 'what is imported exists', {}, { couldNotResolve: true }),
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: ['node_modules', '^libs/gen/'] },
    exclude: { path: '^dist/' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
    },
  },
};

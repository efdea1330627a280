// npm run break -- <name>… | --all | --touched [revision] | --list
//
// Each break removes one guarantee. It is applied to a copy of the tree, and its test must turn red there.
// A guarantee whose loss no test notices is no guarantee. `--touched` runs
// the breaks of the files that differ from a revision (by default HEAD).
import { execFileSync, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { applyBreak, readBreaks } from './breaks.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(dirname(here));
const breaks = readBreaks();

const chosen = choose(process.argv.slice(2));
if (chosen === undefined) {
  for (const { name, guarantee } of breaks) console.log(`${name}\n    ${guarantee}`);
} else {
  process.exitCode = runAll(chosen);
}

function choose(args) {
  if (args.length === 0 || args[0] === '--list') return undefined;
  if (args[0] === '--all') return breaks;
  if (args[0] === '--touched') return touchedSince(args[1] ?? 'HEAD');
  return args.map((wanted) => {
    const found = breaks.find(({ name }) => name === wanted);
    if (found !== undefined) return found;
    console.error(`no break is called ${wanted}: npm run break -- --list names them`);
    return process.exit(2);
  });
}

function touchedSince(revision) {
  const diff = execFileSync('git', ['diff', '--name-only', revision], { cwd: root }).toString();
  const touched = new Set(diff.split('\n'));
  return breaks.filter(({ changes }) => changes.some(({ file }) => touched.has(file)));
}

function runAll(list) {
  const copy = mkdtempSync(join(tmpdir(), 'gatepost-break-'));
  try {
    copyTree(copy);
    let green = 0;
    for (const each of list) {
      const { red, said } = tryBreak(copy, each);
      if (!red) green += 1;
      console.log(`${red ? 'red, as it should be' : 'NOT RED'}  ${each.name}: ${said}`);
    }
    console.log(`breaks: ${list.length - green} noticed, ${green} not`);
    return green === 0 ? 0 : 1;
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

/** Copies tracked and new files, as they are in the working tree, but nothing built or installed. */
function copyTree(copy) {
  const git = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const list = execFileSync('git', git, { cwd: root, maxBuffer: 1 << 26 }).toString();
  for (const file of list
    .split('\0')
    .filter((name) => name !== '' && existsSync(join(root, name)))) {
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    cpSync(join(root, file), join(copy, file));
  }
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
}

function tryBreak(copy, broken) {
  let restore;
  try {
    restore = applyBreak(copy, broken);
  } catch (error) {
    return { red: false, said: `does not fit: ${error.message}` };
  }
  try {
    const build = spawnSync('npm', ['run', '--silent', 'build'], { cwd: copy });
    if (build.status !== 0) return { red: false, said: `does not compile: ${build.stdout}` };
    return judge(runTest(copy, broken));
  } finally {
    // With some breaks, processes outlive their parent. They end here.
    spawnSync('pkill', ['-KILL', '-f', copy]);
    restore();
  }
}

function runTest(copy, { test, only }) {
  const report = join(copy, 'report.json');
  const filter = only === undefined ? [] : ['-t', only];
  const output = ['--reporter=json', `--outputFile=${report}`];
  const args = ['vitest', 'run', test, ...filter, ...output];
  const run = spawnSync('npx', args, { cwd: copy });
  if (!existsSync(report)) return { failed: [], ran: 0, output: `${run.stdout}${run.stderr}` };
  const { testResults, numTotalTests } = JSON.parse(readFileSync(report, 'utf8'));
  rmSync(report);
  const failed = testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status === 'failed')
    .map(({ fullName }) => fullName.trim());
  return { failed, ran: numTotalTests, output: '' };
}

/** Only a test that ran and failed counts, not one that could not be started. */
function judge({ failed, ran, output }) {
  if (ran === 0) return { red: false, said: `no test ran ${output}` };
  if (failed.length === 0) return { red: false, said: `all of ${ran} tests passed` };
  const more = failed.length > 1 ? ` and ${failed.length - 1} more` : '';
  return { red: true, said: `"${failed[0]}"${more}` };
}

import { common, rows, shelves } from './tools/architecture.mjs';

const ours = '^(packages|apps)/';
const testFiles = String.raw`(\.test\.ts$|/test/|/proofs/)`;
const knowsBackends = '^packages/tensors/(backend|kernels-wasm)/';

/** The coarse rule, read first: a shelf sees itself and the shelves that its row names. */
const shelfImports = shelves.map(({ name, to }) => ({
  name: `${name} may import ${to.length === 0 ? 'no other shelf' : `only ${to.join(', ')}`}`,
  severity: 'error',
  from: { path: `^packages/${name}/`, pathNot: testFiles },
  to: { path: ours, pathNot: [`^packages/(${[name, ...to].join('|')})/`, `^${common}/`] },
}));

/** Two rules a row of the table, for its sources and for its tests: whatever of ours is neither the row's own nor in its list is forbidden. */
const imports = rows.flatMap(({ from, to, tests = [] }) => [
  { ...only(from, to), from: { path: `^${from}/`, pathNot: testFiles } },
  { ...only(`tests of ${from}`, [...to, ...tests], from), from: { path: `^${from}(?=/).*${testFiles}` } },
]);

function only(who, allowed, own = who) {
  return {
    name: `${who} may import ${allowed.length === 0 ? 'nothing of ours' : `only ${allowed.join(', ')}`}`,
    severity: 'error',
    to: { path: ours, pathNot: `^(${[own, common, ...allowed].join('|')})/` },
  };
}

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    ...shelfImports,
    ...imports,
    {
      name: 'a package has a row in tools/architecture.mjs before it imports anything of ours',
      severity: 'error',
      from: { path: ours, pathNot: `^(${rows.map(({ from }) => from).join('|')})/` },
      to: { path: ours },
    },
    {
      name: 'only backend and kernels-wasm know a backend by name',
      severity: 'error',
      from: { path: ours, pathNot: [knowsBackends, testFiles] },
      to: { path: '@tensorflow/tfjs-(backend-|node)' },
    },
    { name: 'sources import neither tests nor tools', severity: 'error', from: { path: ours, pathNot: testFiles }, to: { path: [testFiles, '^tools/'] } },
    {
      // The page is published as one bundle that carries all it needs.
      name: 'what is published needs no development dependency',
      severity: 'error',
      from: { path: ours, pathNot: [testFiles, '^apps/web/'] },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['npm', 'npm-peer', 'npm-optional'] },
    },
    { name: 'no cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'nothing unresolved',
      severity: 'error',
      from: { path: ours },
      // Backends that the user chooses to install, and files whose address Vite gives.
      to: { couldNotResolve: true, pathNot: ['^@tensorflow/tfjs-(node|backend-webg)', '\\?url$'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|assembly|node_modules/\\.)' },
    tsPreCompilationDeps: true, // else type-only imports are not seen
    enhancedResolveOptions: { conditionNames: ['@attune/source', 'import', 'types', 'default', 'node'], exportsFields: ['exports'] },
  },
};

import { rows } from './tools/architecture.mjs';

const testFiles = String.raw`(\.test\.ts$|/test/)`;

/** One rule a row of the table: whatever of ours is neither the row's own nor in its list is forbidden. */
const imports = rows.map(({ from, to }) => ({
  name: `${from} imports ${to.length === 0 ? 'nothing of ours' : `only ${to.join(', ')}`}`,
  severity: 'error',
  from: { path: `^${from}/`, pathNot: testFiles },
  to: { path: '^(packages|apps)/', pathNot: `^(${[from, ...to].join('|')})/` },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    ...imports,
    { name: 'no cycles', severity: 'error', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
    {
      name: 'nothing unresolved',
      severity: 'error',
      from: { pathNot: testFiles },
      to: { couldNotResolve: true, pathNot: '^@tensorflow/tfjs-(node|backend-webg)' },
    },
    { name: 'packages do not import tests', severity: 'error', from: { path: '^(packages|apps)/', pathNot: testFiles }, to: { path: testFiles } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|node_modules/\\.)' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { conditionNames: ['@attune/source', 'import', 'types', 'default', 'node'], exportsFields: ['exports'] },
  },
};

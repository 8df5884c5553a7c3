// The house's layers (see the README): a room imports only from rooms below it. `npm run check` runs this.

/** Top to bottom; rooms of one floor do not know each other. */
const floors = [
  ['app', 'element', 'lab', 'cli'],
  ['store'],
  ['share', 'lessons'],
  ['diagram'],
  ['explain'],
  ['witness'],
  ['scenario'],
  ['policy'],
  ['engine'],
];
const rooms = floors.flat();

/** Rooms that must run anywhere, so without a screen and without Node. */
const pure = floors.slice(2).flat();

/**
 * A path inside one of these rooms.
 * @param {string[]} names
 */
const inside = (names) => `^src/(${names.join('|')})/`;

/** @type {import('dependency-cruiser').IForbiddenRuleType[]} */
const layers = floors.flatMap((floor, at) =>
  floor.map((room) => ({
    name: `${room}-looks-down-only`,
    comment: `src/${room} may import only itself and the rooms below it`,
    severity: 'error',
    from: { path: inside([room]) },
    to: { path: '^src/', pathNot: inside([room, ...floors.slice(at + 1).flat()]) },
  })),
);

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    ...layers,
    {
      name: 'no-unknown-room',
      comment: 'A new folder of src/ needs its place in the list of floors',
      severity: 'error',
      from: {},
      to: { path: '^src/[^/]+/', pathNot: inside(rooms) },
    },
    {
      name: 'pure-rooms-know-no-screen',
      comment: 'Everything below the store runs without React and without a store',
      severity: 'error',
      from: { path: inside(pure) },
      to: { path: '(^|/)node_modules/(@types/)?(react|react-dom|scheduler|zustand|zundo)/' },
    },
    {
      name: 'pure-rooms-know-no-node',
      comment: 'Everything below the store runs in browsers, workers and Node alike',
      severity: 'error',
      from: { path: inside(pure) },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'mermaid-in-app-only',
      comment: 'Mermaid is heavy: only src/app may load it',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/app/' },
      to: { path: '(^|/)node_modules/mermaid/' },
    },
    {
      name: 'mermaid-on-demand-only',
      comment: "Mermaid is heavy: load it with `await import('mermaid')`, when somebody asks for it",
      severity: 'error',
      from: { path: '^src/app/' },
      to: { path: '(^|/)node_modules/mermaid/', dynamic: false, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'src-stands-alone',
      comment: 'What we ship does not import tests or tooling',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(test|scripts)/' },
    },
    {
      name: 'src-needs-no-dev-package',
      comment: 'What src/ imports belongs under "dependencies" in package.json',
      severity: 'error',
      from: { path: '^src/' },
      to: {
        dependencyTypes: ['npm-dev', 'npm-no-pkg'],
        dependencyTypesNot: ['type-only'],
        pathNot: '(^|/)node_modules/@types/',
      },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // Without this, an import of a type alone would not count as an import.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'browser', 'default', 'types'],
    },
  },
};

// Who may import whom (ARCHITECTURE, "Top level"). Every ban says what to do instead.
const never = (name, from, to, comment) => ({
  name,
  severity: 'error',
  comment,
  from: { path: from },
  to: { path: to },
});

module.exports = {
  forbidden: [
    never(
      'domain-is-pure',
      '^shared/domain/',
      '^(shared/(contracts|host)|electron|renderer|bank-api)/',
      'domain knows rules only: hand the value in as an argument',
    ),
    never(
      'contracts-look-down',
      '^shared/contracts/',
      '^(shared/host|electron|renderer|bank-api)/',
      'a contract may use domain and lib; move the type down',
    ),
    never(
      'shared-is-below',
      '^shared/',
      '^(electron|renderer|bank-api|e2e|bench)/',
      'shared cannot know who uses it: hand it in through a port',
    ),
    never(
      'window-and-main',
      '^renderer/',
      '^(electron|bank-api)/',
      'the window speaks to its host through shared/contracts/host.ts only',
    ),
    never(
      'main-and-window',
      '^electron/',
      '^(renderer|bank-api)/',
      'what both need belongs into shared',
    ),
    never(
      'bank-is-alone',
      '^bank-api/',
      '^(electron|renderer)/',
      'the bank meets a till in shared/contracts/bank-api.ts only',
    ),
    never(
      'services-use-ports',
      '^renderer/services/(?!testing/|.*\\.test\\.ts)',
      '^renderer/(db|bridge|ui|stores)/',
      'a service takes its adapters as ports (renderer/ports.ts); composition.ts wires them',
    ),
    never(
      'stores-use-services',
      '^renderer/stores/',
      '^renderer/(db|bridge|ui)/',
      'a store calls services; composition.ts wires adapters',
    ),
    never(
      'window-has-no-card-numbers',
      '^renderer/(ui|stores|services|db)/(?!testing/|.*\\.test\\.ts)',
      '^shared/domain/(test-cards|emv/test-chips)\\.ts$',
      'a window has no card number, not even of a test card: take test-card-faces.ts',
    ),
    never(
      'main-process-has-no-card-numbers',
      '^(electron/(?!card-reader\\.ts|pin-pad\\.ts|platform/(reader|pin-pad)-ports\\.ts|testing/|.*\\.test\\.ts)|shared/host/(?!virtual-card-reader\\.ts|pin-pad-program\\.ts|testing/|.*\\.test\\.ts))',
      '^shared/(domain/(test-cards|emv/test-chips)|host/(virtual-card-reader|pin-pad-program))\\.ts$',
      'card numbers are in the processes of reader and PIN pad alone: speak to them over card-reader.ts and pin-pad.ts',
    ),
    never(
      'nobody-imports-bench',
      '^(shared|electron|renderer|bank-api|build|e2e)/',
      '^bench/',
      'measuring looks at the product, never the other way round',
    ),
    never(
      'peers-are-loaded-by-name',
      '^bench/(?!peers/)',
      '^bench/peers/',
      'only npm run bench installs the peers: build them into a page, or import them by a URL at run time',
    ),
    {
      name: 'no-circles',
      severity: 'error',
      comment: 'two files that need each other are one file or three',
      from: {},
      to: { circular: true, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'shared-has-one-package',
      severity: 'error',
      comment: 'shared imports no package but the schema one; hand the rest in',
      from: { path: '^shared/', pathNot: '\\.test\\.ts$' },
      to: { path: 'node_modules/', pathNot: 'node_modules/zod/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    exclude: { path: '^(dist|out|\\.cache)/' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'default'] },
  },
};

// A program of CommonJS: Node itself requires the ES module.
const { cbam, resnet20, startBackend, stateDict } = require('attune');

startBackend('wasm').then(({ backend }) => {
  console.log(JSON.stringify({ backend, tensors: stateDict(resnet20({ classes: 2, attention: cbam() })).size }));
  process.exit(0);
});

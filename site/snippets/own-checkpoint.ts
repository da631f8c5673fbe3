import { loadPretrained, readCheckpoint, resnet20, sampleWeights, startBackend } from 'attune';

await startBackend('auto');
const checkpoint = await readCheckpoint(sampleWeights()); // or your .pth, .safetensors, model.json, https://…
console.log(checkpoint.format, checkpoint.tensors.length);

const { loaded, reinitialised, fresh } = await loadPretrained(resnet20({ classes: 5 }), checkpoint);
console.log(`${loaded.length} loaded, ${fresh.length} fresh, ${reinitialised.join(' and ')} for 5 classes`);

import { writeFile } from 'node:fs/promises';
import { cbam, resnet20, saveModel, startBackend, toGraphModel, toOnnx, writeSafetensors, writeTorch } from 'attune';

await startBackend('auto');
const model = resnet20({ classes: 2, attention: cbam() });
const normalization = { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] };

await writeFile('model.onnx', await toOnnx(model, { imageSize: 32, normalization })); // attention included
const { json, weights } = await toGraphModel(model, { imageSize: 32, normalization });
await writeFile('model.json', JSON.stringify(json));
await writeFile('weights.bin', new Uint8Array(weights));
await writeFile('model.safetensors', writeSafetensors(await saveModel(model)));
await writeFile('model.pth', writeTorch(await saveModel(model)));
console.log('four files');

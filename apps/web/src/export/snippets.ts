import type { ExportFormat, RunSummary } from '../engine/protocol/runs.ts';
import { type Program, pytorchNetwork } from './pytorch.ts';

/** A program that runs a file, and what has to lie beside it. */
export interface Snippet {
  readonly text: string;
  readonly programs: readonly Program[];
}

/** Whether a run's network sees photos in red, green and blue. */
export function takesColour({ preprocessing }: RunSummary): boolean {
  return preprocessing.mean.length === 3;
}

/** What each format needs to run elsewhere, with this run's classes and preprocessing in it. */
export function snippetFor(format: ExportFormat, run: RunSummary, file: string): Snippet | null {
  if (run.task !== 'single-label' && format !== 'run.zip') return null; // these programs name one class
  if (!takesColour(run) && (format === 'onnx' || format === 'torch')) return null; // these read colour photos
  switch (format) {
    case 'onnx':
      return alone(onnx(run, file));
    case 'torch':
      return torch(run, file);
    case 'safetensors':
      return alone(node(file));
    case 'run.zip':
      return alone(`unzip -d ${run.id} ${file}\nnpx attune predict ${run.id} photo.jpg\nnpx attune evaluate ${run.id} PHOTOS`);
    default:
      return null;
  }
}

function alone(text: string): Snippet {
  return { text, programs: [] };
}

function onnx({ classes, preprocessing: { imageSize, resizeSize } }: RunSummary, file: string): string {
  const pixels = imageSize * imageSize;
  return `<!doctype html>
<title>${classes.map(inMarkup).join(', ')}</title>
<input type="file" accept="image/*"> <output></output>
<script type="module">
  import * as ort from 'https://cdn.jsdelivr.net/npm/onnxruntime-web/dist/ort.min.mjs';
  const classes = ${inScript(classes)};
  const session = await ort.InferenceSession.create('${file}');

  async function classify(image) { // an ImageBitmap, or any other source of a canvas
    const canvas = new OffscreenCanvas(${imageSize}, ${imageSize}), context = canvas.getContext('2d');
    const scale = ${resizeSize} / Math.min(image.width, image.height);
    const [width, height] = [image.width * scale, image.height * scale];
    context.imageSmoothingQuality = 'high';
    context.fillStyle = '#fff'; // below what is transparent
    context.fillRect(0, 0, ${imageSize}, ${imageSize});
    context.drawImage(image, (${imageSize} - width) / 2, (${imageSize} - height) / 2, width, height);
    const { data } = context.getImageData(0, 0, ${imageSize}, ${imageSize});
    const pixels = new Float32Array(3 * ${pixels}); // 0 to 255, channels first: the model normalises
    for (let i = 0; i < ${pixels}; i++) for (let c = 0; c < 3; c++) pixels[c * ${pixels} + i] = data[i * 4 + c];
    const { logits } = await session.run({ images: new ort.Tensor('float32', pixels, [1, 3, ${imageSize}, ${imageSize}]) });
    return classes[logits.data.indexOf(Math.max(...logits.data))];
  }

  document.querySelector('input').onchange = async ({ target }) => {
    document.querySelector('output').value = await classify(await createImageBitmap(target.files[0]));
  };
</script>`;
}

/** Names as a script of a page may hold them. */
function inScript(names: readonly string[]): string {
  return JSON.stringify(names).replaceAll('<', '\\u003c');
}

function inMarkup(name: string): string {
  return name.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

function torch(run: RunSummary, file: string): Snippet {
  const network = pytorchNetwork(run);
  const {
    classes,
    preprocessing: { imageSize, resizeSize, mean, std },
  } = run;
  const text = `import torch
from PIL import Image
from torchvision import transforms
${network.lines}
model.load_state_dict(torch.load("${file}", weights_only=True))
model.eval()

classes = ${JSON.stringify(classes)}
prepare = transforms.Compose([
    transforms.Resize(${resizeSize}), transforms.CenterCrop(${imageSize}), transforms.ToTensor(),
    transforms.Normalize(${JSON.stringify(mean)}, ${JSON.stringify(std)}),
])
with torch.no_grad():
    logits = model(prepare(Image.open("photo.jpg").convert("RGB"))[None])
print(classes[int(logits.argmax())])`;
  return { text, programs: network.programs };
}

function node(file: string): string {
  return `// npm i @attune/classifier @attune/backend @tensorflow/tfjs-core
import { startBackend } from '@attune/backend';
import { open } from '@attune/classifier';

await startBackend('auto');
const classifier = await open('${file}');
const { className, probability } = await classifier.classify('photo.jpg');
console.log(className, probability);
classifier.dispose();`;
}

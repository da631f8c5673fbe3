import type { ExportFormat, RunSummary } from '../engine/protocol.ts';

/** What each format needs to run elsewhere, with this run's classes and preprocessing in it. */
export function snippetFor(format: ExportFormat, run: RunSummary, file: string): string | null {
  switch (format) {
    case 'onnx':
      return onnx(run, file);
    case 'torch':
      return torch(run, file);
    case 'safetensors':
      return node(run, file);
    case 'run.zip':
      return `unzip ${file}\nnpx attune predict ${run.id} photo.jpg\nnpx attune evaluate ${run.id} PHOTOS`;
    default:
      return null;
  }
}

function onnx({ classes, preprocessing: { imageSize, resizeSize } }: RunSummary, file: string): string {
  return `<script type="module">
  import * as ort from 'https://cdn.jsdelivr.net/npm/onnxruntime-web/dist/ort.min.mjs';
  const classes = ${JSON.stringify(classes)};
  const session = await ort.InferenceSession.create('${file}');

  export async function classify(image) { // an <img>, <video> or ImageBitmap
    const canvas = new OffscreenCanvas(${imageSize}, ${imageSize}), context = canvas.getContext('2d');
    const [w, h] = [image.videoWidth ?? image.naturalWidth ?? image.width, image.videoHeight ?? image.naturalHeight ?? image.height];
    const scale = ${resizeSize} / Math.min(w, h);
    context.drawImage(image, (${imageSize} - w * scale) / 2, (${imageSize} - h * scale) / 2, w * scale, h * scale);
    const { data } = context.getImageData(0, 0, ${imageSize}, ${imageSize});
    const pixels = new Float32Array(3 * ${imageSize * imageSize}); // 0 to 255, channels first: the model normalises
    for (let i = 0; i < ${imageSize * imageSize}; i++) for (let c = 0; c < 3; c++) pixels[c * ${imageSize * imageSize} + i] = data[i * 4 + c];
    const { logits } = await session.run({ images: new ort.Tensor('float32', pixels, [1, 3, ${imageSize}, ${imageSize}]) });
    return classes[logits.data.indexOf(Math.max(...logits.data))];
  }
</script>`;
}

function torch({ classes, architecture, preprocessing: { imageSize, resizeSize, mean, std } }: RunSummary, file: string): string {
  return `import torch
from PIL import Image
from torchvision import transforms

# The classes of ${architecture} with attention are in docs/pytorch of Attune.
state = torch.load("${file}", weights_only=True)
model.load_state_dict(state)
model.eval()

classes = ${JSON.stringify(classes)}
prepare = transforms.Compose([
    transforms.Resize(${resizeSize}), transforms.CenterCrop(${imageSize}), transforms.ToTensor(),
    transforms.Normalize(${JSON.stringify(mean)}, ${JSON.stringify(std)}),
])
with torch.no_grad():
    logits = model(prepare(Image.open("photo.jpg").convert("RGB"))[None])
print(classes[int(logits.argmax())])`;
}

function node({ classes }: RunSummary, file: string): string {
  return `npx attune inspect ${file}
npx attune finetune PHOTOS --weights ${file}   # goes on from here
# classes: ${classes.join(', ')}`;
}

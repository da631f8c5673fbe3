import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { readCheckpoint, saveModel, summarise, writeSafetensors, writeTorch } from '../../src/index.ts';
import { TinyNetwork } from '../support/tiny-network.ts';

const python = '/usr/bin/python3';
const hasTorch = spawnSync(python, ['-c', 'import torch'], { timeout: 600_000 }).status === 0;

/** Reads a safetensors file by its definition, with nothing but torch and json, and checks that
 * torch takes it into the same network. */
const reader = `
import json, sys, torch
dtypes = {"F32": torch.float32, "F16": torch.float16, "I64": torch.int64}
content = open(sys.argv[1], "rb").read()
length = int.from_bytes(content[:8], "little")
header = json.loads(content[8:8 + length])
header.pop("__metadata__", None)
state = {}
for name, entry in header.items():
    begin, end = entry["data_offsets"]
    part = bytearray(content[8 + length + begin:8 + length + end])
    state[name] = torch.frombuffer(part, dtype=dtypes[entry["dtype"]]).reshape(entry["shape"])
class Tiny(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = torch.nn.Conv2d(2, 4, 3, bias=False)
        self.bn1 = torch.nn.BatchNorm2d(4)
        self.fc = torch.nn.Linear(4, 3)
model = Tiny()
model.load_state_dict(state, strict=True)
torch.save(model.state_dict(), sys.argv[2])
print(json.dumps({name: value.double().sum().item() for name, value in state.items()}))
`;

/** Loads a torch file with every warning an error, into the same network. */
const loader = `
import json, sys, warnings, torch
warnings.simplefilter("error")
state = torch.load(sys.argv[1])
class Tiny(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = torch.nn.Conv2d(2, 4, 3, bias=False)
        self.bn1 = torch.nn.BatchNorm2d(4)
        self.fc = torch.nn.Linear(4, 3)
Tiny().load_state_dict(state, strict=True)
assert torch.load(sys.argv[1], weights_only=True).keys() == state.keys()
print(json.dumps({name: [str(value.dtype), value.is_contiguous(), value.double().sum().item()] for name, value in state.items()}))
`;

describe.skipIf(!hasTorch)('torch, live', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'attune-torch-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each(['F32', 'F16'] as const)('a saved model, written as %s, loads into torch’s own network strictly, and comes back bit for bit', async (dtype) => {
    const network = new TinyNetwork({ seed: 5 });
    network.bn1.batchesTracked = 41;
    const written = writeSafetensors(await saveModel(network), { dtype, metadata: { format: 'pt' } });
    const [ours, theirs] = [join(folder, `${dtype}.safetensors`), join(folder, `${dtype}.pth`)];
    writeFileSync(ours, written);
    const run = spawnSync(python, ['-c', reader, ours, theirs], { encoding: 'utf8', timeout: 600_000 });
    expect(run.stderr).toBe('');
    const sums = JSON.parse(run.stdout) as Record<string, number>;
    const [mine, back] = [await readCheckpoint(ours), await readCheckpoint(theirs)];
    for (const entry of mine.tensors) {
      expect(Number(summarise(await entry.read()).sum)).toBeCloseTo(sums[entry.name]!, 10);
      const returned = back.tensors.find(({ name }) => name === entry.name)!;
      expect([...(await returned.readFloat32())]).toEqual([...(await entry.readFloat32())]);
    }
    expect(back.tensors.map(({ name }) => name)).toEqual([...(await saveModel(network)).keys()]);
  });

  it.each(['F32', 'F16'] as const)('a torch file, written as %s, is loaded without a word, with weights_only too', async (dtype) => {
    const state = await saveModel(new TinyNetwork({ seed: 5 }));
    const file = join(folder, `written-${dtype}.pth`);
    writeFileSync(file, writeTorch(state, { dtype }));
    const run = spawnSync(python, ['-c', loader, file], { encoding: 'utf8', timeout: 600_000 });
    expect(run.stderr).toBe('');
    const loaded = JSON.parse(run.stdout) as Record<string, [string, boolean, number]>;
    expect(Object.keys(loaded)).toEqual([...state.keys()]);
    const { tensors } = await readCheckpoint(file);
    for (const entry of tensors) {
      const [kind, contiguous, sum] = loaded[entry.name]!;
      expect(kind).toBe(entry.dtype === 'I64' ? 'torch.int64' : dtype === 'F16' ? 'torch.float16' : 'torch.float32');
      expect(contiguous).toBe(true);
      expect(Number(summarise(await entry.read()).sum)).toBeCloseTo(sum, 6);
    }
  });
});

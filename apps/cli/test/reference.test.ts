import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { writeSafetensors } from '@attune/checkpoint';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { runAttune } from './run-attune.ts';

const python = '/usr/bin/python3';
const hasTorch = spawnSync(python, ['-c', 'import torchvision'], { timeout: 600_000 }).status === 0;
const fixtures = fileURLToPath(new URL('../../../tools/fixtures/resnet', import.meta.url));
const programs = fileURLToPath(new URL('../../../packages/files/export/pytorch', import.meta.url));

/** Weights of a seeded ResNet-18 whose batch norms are alive, the same with one kernel of layer3
 * changed, a file with averages, and the reference of the first. */
const maker = `
import sys, torch, torchvision
sys.path.insert(0, sys.argv[1])
import attune_reference
folder = sys.argv[2]
torch.manual_seed(0)
network = torchvision.models.resnet18(num_classes=7)
for module in network.modules():
    if isinstance(module, torch.nn.BatchNorm2d):
        module.running_mean.normal_(0, 0.1); module.running_var.uniform_(0.5, 2); module.weight.data.uniform_(0.5, 1.5)
state = network.state_dict()
torch.save(state, folder + "/right.pth")
torch.save({"model": {name: value + 1 for name, value in state.items()}, "model_ema": {"module." + name: value for name, value in state.items()}}, folder + "/averaged.pth")
attune_reference.main("resnet18", folder + "/right.pth", folder + "/reference.pth", "65")
state["layer3.0.conv2.weight"] = state["layer3.0.conv2.weight"] * 1.01
torch.save(state, folder + "/wrong.pth")
`;

/** A bottleneck ResNet, the same with its strides where Keras has them, a VGG with batch norm, a
 * CIFAR ResNet, and a ResNet with attention that acts but is not so steep that it makes rounding
 * large, each with its weights, a reference, and its weights with one kernel changed. */
const otherMaker = `
import sys, torch, torchvision
sys.path[:0] = [sys.argv[1], sys.argv[3]]
import attune_reference, attune_cbam, attune_strides, cifar_resnet
folder = sys.argv[2]
def with_attention():
    network = torchvision.models.resnet18(num_classes=7)
    attune_cbam.add_cbam(network)
    for name, value in network.named_parameters():
        if "cbam" in name: torch.nn.init.normal_(value, 0, 0.05)
    return network
networks = {
    "resnet50": (lambda: torchvision.models.resnet50(num_classes=7), 65, "layer3.1.conv2"),
    "strided": (lambda: attune_strides.stride_in(torchvision.models.resnet50(num_classes=7), "conv1"), 65, "layer2.0.conv1"),
    "vgg16_bn": (lambda: torchvision.models.vgg16_bn(num_classes=7), 32, "features.17"),
    "resnet20": (lambda: cifar_resnet.CifarResNet(3, classes=7), 32, "layer2.0.conv1"),
    "attention": (with_attention, 65, "layer2.1.cbam.spatial.conv"),
}
for name, (build, side, changed) in networks.items():
    torch.manual_seed(0)
    network = build()
    for module in network.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            module.running_mean.normal_(0, 0.1); module.running_var.uniform_(0.5, 2); module.weight.data.uniform_(0.5, 1.5)
    state = network.state_dict()
    traits = {"attune.trait.strideIn": "conv1"} if name == "strided" else {}
    torch.save({"state_dict": state, **traits}, f"{folder}/{name}.pth")
    attune_reference.write_reference(network, torch.randn(2, 3, side, side), f"{folder}/{name}-reference.pth")
    state[changed + ".weight"] = state[changed + ".weight"] * 1.01
    torch.save({"state_dict": state, **traits}, f"{folder}/{name}-wrong.pth")
`;

const otherNetworks: readonly (readonly [name: string, changed: string, layers: number, unknown: readonly string[]])[] = [
  ['resnet50', 'layer3.1.conv2', 76, ['layer1.0.downsample', 'layer2.0.downsample', 'layer3.0.downsample', 'layer4.0.downsample', 'avgpool']],
  ['strided', 'layer2.0.conv1', 76, ['layer1.0.downsample', 'layer2.0.downsample', 'layer3.0.downsample', 'layer4.0.downsample', 'avgpool']],
  ['vgg16_bn', 'features.17', 22, ['features', 'avgpool', 'classifier']],
  ['resnet20', 'layer2.0.conv1', 33, []],
  ['attention', 'layer2.1.cbam.spatial.conv', 83, ['layer2.0.downsample', 'layer3.0.downsample', 'layer4.0.downsample', 'avgpool']],
];

interface Checked {
  readonly agrees: boolean;
  readonly largestDifference: number;
  readonly firstDeparture: string | null;
  readonly layers: readonly { readonly name: string; readonly agrees: boolean }[];
  readonly unknown: readonly string[];
}

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'attune-reference-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function check(weights: string, reference = 'reference.pth'): Promise<{ readonly code: number; readonly checked: Checked }> {
  const { code, stdout, stderr } = await runAttune('doctor', '--weights', join(folder, weights), '--reference', join(folder, reference), '--json');
  expect(stderr).toBe('');
  return { code, checked: JSON.parse(stdout) as Checked };
}

describe('attune doctor --reference', () => {
  it('refuses one of the two flags alone, and a reference without an input: exit 2', async () => {
    expect(await runAttune('doctor', '--weights', 'sample')).toMatchObject({ code: 2 });
    const empty = join(folder, 'empty.safetensors');
    writeFileSync(empty, writeSafetensors(new Map([['logits', { dtype: 'F32', shape: [1, 2], data: new Float32Array(2) }]])));
    const { code, stderr } = await runAttune('doctor', '--weights', 'sample', '--reference', empty);
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('it has no input') as string });
  });

  describe.skipIf(!hasTorch)('with PyTorch here', () => {
    beforeAll(() => {
      const run = spawnSync(python, ['-c', maker, programs, folder], { encoding: 'utf8', timeout: 600_000 });
      expect({ status: run.status, stderr: run.status === 0 ? '' : run.stderr }).toEqual({ status: 0, stderr: '' });
      const others = spawnSync(python, ['-c', otherMaker, programs, folder, fixtures], { encoding: 'utf8', timeout: 600_000 });
      expect({ status: others.status, stderr: others.status === 0 ? '' : others.stderr }).toEqual({ status: 0, stderr: '' });
    });

    it('every convolution, block, stage and the logits of a ResNet-18 agree with PyTorch within 1e-4', async () => {
      const { code, checked } = await check('right.pth');
      expect({ code, agrees: checked.agrees, first: checked.firstDeparture }).toEqual({ code: 0, agrees: true, first: null });
      expect(checked.largestDifference).toBeLessThan(1e-4);
      const names = checked.layers.map(({ name }) => name);
      for (const name of ['conv1', 'maxpool', 'layer1.0.conv1', 'layer2.0', 'layer2.0.downsample.0', 'layer4', 'fc', 'logits']) expect(names).toContain(name);
      expect(checked.unknown).toEqual(['layer2.0.downsample', 'layer3.0.downsample', 'layer4.0.downsample', 'avgpool']);
    });

    it('the first layer that departs is named where one kernel is 1 % larger: exit 1', async () => {
      const { code, checked } = await check('wrong.pth');
      expect({ code, agrees: checked.agrees, first: checked.firstDeparture }).toEqual({ code: 1, agrees: false, first: 'layer3.0.conv2' });
      expect(checked.layers.find(({ name }) => name === 'layer2')!.agrees).toBe(true);
    });

    it.each(otherNetworks)(
      '%s agrees too; %s with its kernel a hundredth larger is the first to depart of %i layers',
      async (name, changed, layers, unknown) => {
        const { code, checked } = await check(`${name}.pth`, `${name}-reference.pth`);
        expect({ code, agrees: checked.agrees, first: checked.firstDeparture }).toEqual({ code: 0, agrees: true, first: null });
        expect(checked.largestDifference).toBeLessThan(1e-4);
        expect([checked.layers.length, checked.unknown]).toEqual([layers, unknown]);
        expect((await check(`${name}-wrong.pth`, `${name}-reference.pth`)).checked.firstDeparture).toBe(changed);
      },
    );

    it('of a file with weights and their averages, inspect says that both are there, and convert --averaged takes the averages', async () => {
      const file = join(folder, 'averaged.pth');
      expect((await runAttune('inspect', file)).stdout).toContain('The file also holds averaged weights: read them with --averaged.');
      expect((await runAttune('convert', file, join(folder, 'converted.safetensors'), '--averaged')).code).toBe(0);
      expect((await check('converted.safetensors')).code).toBe(0);
      expect((await check('averaged.pth')).code).toBe(1);
    });
  });
});

import { describe, expect, it } from 'vitest';

import { knownWeights } from './known-weights.ts';
import { WeightsNameError, isWeightsReference, mayNameOthers, referenceBeside, weightsReference } from './weights-reference.ts';

describe('weightsReference', () => {
  it('torchvision: the first version unless another is named, its hash, its preprocessing', () => {
    expect(weightsReference('torchvision:resnet50')).toMatchObject({
      fileName: 'resnet50-0676ba61.pth',
      sha256Prefix: '0676ba61',
      preprocessing: { resizeSize: 256 },
    });
    expect(weightsReference('torchvision:resnet50/IMAGENET1K_V2')).toMatchObject({ fileName: 'resnet50-11ad3fa6.pth', preprocessing: { resizeSize: 232 } });
    for (const { architecture, version, fileName } of knownWeights) {
      expect(weightsReference(`torchvision:${architecture}/${version}`).url.endsWith(`/${fileName}`)).toBe(true);
    }
  });

  it('timm and the Hub: a file of a repository, and its name in the cache', () => {
    expect(weightsReference('timm:resnet18')).toMatchObject({ fileName: 'resnet18.a1_in1k.safetensors', preprocessing: { interpolation: 'bicubic' } });
    expect(weightsReference('timm:vgg16').url).toContain('/timm/vgg16.tv_in1k/resolve/main/model.safetensors');
    expect(weightsReference('hub:someone/net/weights/best.pth')).toMatchObject({ fileName: 'someone--net--weights--best.pth', preprocessing: null });
  });

  it('a mirror has all of them under their own names', () => {
    const mirror = 'https://mirror.example/weights/';
    expect(weightsReference('torchvision:vgg16', { mirror }).url).toBe('https://mirror.example/weights/vgg16-397923af.pth');
    expect(weightsReference('timm:resnet18', { mirror }).url).toBe('https://mirror.example/weights/resnet18.a1_in1k.safetensors');
  });

  it.each([
    ['torchvision:resnet19', /no weights for "resnet19".*resnet18, resnet34/],
    ['torchvision:resnet18/IMAGENET1K_V2', /no "IMAGENET1K_V2" of resnet18; there is IMAGENET1K_V1/],
    ['hub:alone', /hub:OWNER\/REPOSITORY/],
    ['hub:a/../b', /hub:OWNER\/REPOSITORY/],
    ['http://far.example/x.pth', /over https:/],
    ['https://far.example/', /no file's name/],
  ])('%s is refused with what there is', (name, message) => {
    expect(() => weightsReference(name)).toThrow(WeightsNameError);
    expect(() => weightsReference(name)).toThrow(message);
  });

  it('an index has a folder of its own in the cache, named after where it comes from', () => {
    const names = ['https://far.example:8443/zoo/vgg%2016/model.json?key=1', 'hub:someone/net@v2/deep/model.safetensors.index.json', 'hub:someone/net'];
    const references = names.map((name) => weightsReference(name));
    expect(references.map(({ fileName }) => fileName)).toEqual([
      'far.example_8443--zoo--vgg_2016/model.json',
      'someone--net--v2--deep/model.safetensors.index.json',
      'someone--net--model.safetensors',
    ]);
    expect(references.map(mayNameOthers)).toEqual([true, true, false]);
  });

  it('a path is no reference, even one with a colon', () => {
    expect(['resnet18.pth', 'C:\\weights\\x.pth', './torchvision'].filter(isWeightsReference)).toEqual([]);
  });
});

describe('referenceBeside', () => {
  it('is in the same folder, on the net and in the cache, asked for with the same key', () => {
    const index = weightsReference('https://far.example/zoo/model.json?key=1');
    expect(referenceBeside(index, 'group1-shard1of2.bin')).toEqual({
      name: 'https://far.example/zoo/model.json?key=1 (group1-shard1of2.bin)',
      url: 'https://far.example/zoo/group1-shard1of2.bin?key=1',
      fileName: 'far.example--zoo/group1-shard1of2.bin',
      sha256Prefix: null,
      preprocessing: null,
      hub: null,
    });
  });

  it('on the Hub is of the same revision, and on a mirror in a folder', () => {
    const name = 'hub:someone/net@v2/deep/model.safetensors.index.json';
    expect(referenceBeside(weightsReference(name), 'a.safetensors')).toMatchObject({
      url: 'https://huggingface.co/someone/net/resolve/v2/deep/a.safetensors',
      fileName: 'someone--net--v2--deep/a.safetensors',
      hub: { revision: 'v2', path: 'deep/a.safetensors' },
    });
    expect(referenceBeside(weightsReference(name, { mirror: 'https://mirror.example' }), 'a b?.safetensors')).toMatchObject({
      url: 'https://mirror.example/someone--net--v2--deep/a%20b%3F.safetensors',
      hub: null,
    });
  });

  it.each(['../x', 'a/b', 'a\\b', '..', '', 'c:x', '/etc/passwd', 'https://other.example/x'])('%j is no file beside it', (fileName) => {
    expect(() => referenceBeside(weightsReference('https://far.example/zoo/model.json'), fileName)).toThrow(WeightsNameError);
  });
});

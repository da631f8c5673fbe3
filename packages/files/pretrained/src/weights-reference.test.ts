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

  it.each([
    ['hub:a/b@refs/pr/1/net.pth', 'https://huggingface.co/a/b/resolve/refs%2Fpr%2F1/net.pth'],
    ['hub:a/b@refs%2Fconvert%2Fx/deep/net.pth', 'https://huggingface.co/a/b/resolve/refs%2Fconvert%2Fx/deep/net.pth'],
    ['hub:a/b@fix%2Fhead', 'https://huggingface.co/a/b/resolve/fix%2Fhead/model.safetensors'],
    ['hub:a/b/my nets/100%.pth', 'https://huggingface.co/a/b/resolve/main/my%20nets/100%25.pth'],
  ])('%s: a revision may have slashes, a path anything', (name, url) => {
    expect(weightsReference(name).url).toBe(url);
  });

  it('hosts that are set to nothing are not set', () => {
    for (const name of ['torchvision:resnet18', 'timm:resnet18', 'hub:a/b']) {
      expect(weightsReference(name, { mirror: '', hub: '' })).toEqual(weightsReference(name));
    }
  });

  it('a day in a name is not a hash', () => {
    const prefixes = ['net-20240131.pth', 'net-20241331.pth', 'net_20210831-fbbb1da6.pth'].map(
      (file) => weightsReference(`https://far.example/${file}`).sha256Prefix,
    );
    expect(prefixes).toEqual([null, '20241331', 'fbbb1da6']);
  });

  it('timm and the Hub: a file of a repository, and its name in the cache', () => {
    expect(weightsReference('timm:resnet18')).toMatchObject({ preprocessing: { interpolation: 'bicubic' } });
    expect(weightsReference('timm:resnet18').url).toBe('https://huggingface.co/timm/resnet18.a1_in1k/resolve/main/model.safetensors');
    expect(weightsReference('timm:vgg16').url).toContain('/timm/vgg16.tv_in1k/resolve/main/model.safetensors');
    expect(weightsReference('hub:someone/net/weights/best.pth')).toMatchObject({
      fileName: expect.stringMatching(/^huggingface\.co--someone--net--resolve--main--weights--[\da-f]{16}\/best\.pth$/u) as string,
      preprocessing: null,
    });
  });

  // timm's `default_cfgs`: ⌊224 / crop_pct⌋ at 224 pixels, and its interpolation.
  it.each([
    ['resnet50.tv_in1k', 256, 'bilinear'],
    ['resnet50.tv2_in1k', 232, 'bilinear'],
    ['resnet18.fb_swsl_ig1b_ft_in1k', 256, 'bilinear'],
    ['resnet101.gluon_in1k', 256, 'bicubic'],
    ['resnet34.bt_in1k', 256, 'bicubic'],
    ['resnet50.ram_in1k', 256, 'bicubic'],
    ['resnet50.a1_in1k', 235, 'bicubic'],
    ['resnet152.a3_in1k', 235, 'bicubic'],
    ['resnet101.a1h_in1k', 235, 'bicubic'],
    ['resnet50.a1h_in1k', 224, 'bicubic'],
    ['vgg16_bn.tv_in1k', 256, 'bilinear'],
  ])('%s is shown images as timm evaluates it, by name and from the Hub', (model, resizeSize, interpolation) => {
    const wanted = { resizeSize, interpolation, mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] };
    expect(weightsReference(`timm:${model}`).preprocessing).toEqual(wanted);
    expect(weightsReference(`hub:timm/${model}/model.safetensors`).preprocessing).toEqual(wanted);
    expect(weightsReference(`hub:someone/${model}`).preprocessing).toBeNull();
  });

  it('a tag that is not known says nothing of images', () => {
    expect(weightsReference('timm:resnet50.new_in22k').preprocessing).toBeNull();
  });

  it('a mirror has all of them under their own names', () => {
    const mirror = 'https://mirror.example/weights/';
    expect(weightsReference('torchvision:vgg16', { mirror }).url).toBe('https://mirror.example/weights/vgg16-397923af.pth');
    expect(weightsReference('timm:resnet18', { mirror }).url).toBe('https://mirror.example/weights/resnet18.a1_in1k.safetensors');
    expect(weightsReference('hub:someone/net/weights/best.pth', { mirror }).url).toBe('https://mirror.example/weights/someone--net--weights--best.pth');
  });

  it.each(['http://far.example', 'ftp://far.example', 'https://someone:secret@far.example', 'far.example'])('%s is neither mirror nor Hub', (host) => {
    for (const name of ['torchvision:resnet18', 'timm:resnet18', 'hub:someone/net']) {
      expect(() => weightsReference(name, { mirror: host })).toThrow(/far\.example is not fetched from\. Weights are fetched over https:/u);
      if (!name.startsWith('torchvision')) expect(() => weightsReference(name, { hub: host })).toThrow(WeightsNameError);
    }
  });

  it('an address with a password is refused, and the password is not shown', () => {
    expect(() => weightsReference('https://someone:secret@far.example/net.pth')).toThrow(
      /^https:\/\/far\.example\/net\.pth: an address with a user's name or password/u,
    );
  });

  it.each([
    ['torchvision:resnet19', /no weights for "resnet19".*resnet18, resnet34/],
    ['torchvision:resnet18/IMAGENET1K_V2', /no "IMAGENET1K_V2" of resnet18; there is IMAGENET1K_V1/],
    ['hub:alone', /hub:OWNER\/REPOSITORY/],
    ['hub:a/../b', /hub:OWNER\/REPOSITORY/],
    ['hub:a/b?x=1', /hub:OWNER\/REPOSITORY/],
    ['hub:a/b#1', /hub:OWNER\/REPOSITORY/],
    ['hub:a/b c', /hub:OWNER\/REPOSITORY/],
    ['hub:./b', /hub:OWNER\/REPOSITORY/],
    ['hub:a/b//c', /hub:OWNER\/REPOSITORY/],
    ['http://far.example/x.pth', /over https:/],
    ['hf:someone/net', /are named torchvision:NAME, timm:NAME, hub:OWNER/],
    ['Timm:resnet18', /are named torchvision:NAME/],
    ['s3://bucket/net.pth', /are named torchvision:NAME/],
    ['https://far.example/', /no file's name/],
  ])('%s is refused with what there is', (name, message) => {
    expect(() => weightsReference(name)).toThrow(WeightsNameError);
    expect(() => weightsReference(name)).toThrow(message);
  });

  it('an index has a folder of its own in the cache, named after where it comes from', () => {
    const names = ['https://far.example:8443/zoo/vgg%2016/model.json?key=1', 'hub:someone/net@v2/deep/model.safetensors.index.json', 'hub:someone/net'];
    const references = names.map((name) => weightsReference(name));
    expect(references.map(({ fileName }) => fileName.replace(/[\da-f]{16}\//u, '…/'))).toEqual([
      'far.example_8443--zoo--vgg_16--…/model.json',
      'huggingface.co--someone--net--resolve--v2--deep--…/model.safetensors.index.json',
      'huggingface.co--someone--net--resolve--main--…/model.safetensors',
    ]);
    expect(references.map(mayNameOthers)).toEqual([true, true, false]);
  });

  it('no two addresses share a place in the cache, whatever the file system makes of upper and lower case', () => {
    const names = [
      'https://one.example/net.pth',
      'https://two.example/net.pth',
      'https://one.example:8443/net.pth',
      'https://one.example/deep/net.pth',
      'https://one.example/Net.pth',
      'https://one.example/net.pth?key=1',
      'https://one.example/net.pth?key=2',
      'https://one.example/net%2Epth',
      'https://one.example/net-0676ba61.pth',
      'https://two.example/net-0676ba61.pth',
      'https://one.example/resnet50-0676ba61.pth',
      'torchvision:resnet50',
      'hub:a/b--c',
      'hub:a--b/c',
      'hub:a/b@v1/net.pth',
      'hub:a/b/v1/net.pth',
      'hub:A/b/v1/net.pth',
      'timm:resnet18',
      'https://one.example/resnet18.a1_in1k.safetensors',
    ];
    const places = names.map((name) => weightsReference(name).fileName.toLowerCase());
    const elsewhere = ['hub:a/b--c', 'timm:resnet18'].map((name) => weightsReference(name, { hub: 'https://hub.example' }).fileName.toLowerCase());
    const all = [...places, ...elsewhere];
    expect(new Set(all).size).toBe(names.length + elsewhere.length);
  });

  it('a place in the cache is a folder and a name that any file system takes', () => {
    const long = `https://far.example/${'ü'.repeat(300)}/${'n'.repeat(300)}.pth?${'k'.repeat(300)}`;
    const windows = 'https://far.example/a%3Cb%7C/c%5Cd%3A..%2F..%2Fnet.pth';
    for (const name of [long, windows, 'https://far.example/%/net%zz.pth']) {
      expect(weightsReference(name).fileName).toMatch(/^[\w.-]{1,120}\/[\w.-]{1,100}$/u);
    }
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
      fileName: index.fileName.replace('model.json', 'group1-shard1of2.bin'),
      sha256Prefix: null,
      preprocessing: null,
      hub: null,
    });
  });

  it('on the Hub is of the same revision, and on a mirror in a folder', () => {
    const name = 'hub:someone/net@v2/deep/model.safetensors.index.json';
    expect(referenceBeside(weightsReference(name), 'a.safetensors')).toMatchObject({
      url: 'https://huggingface.co/someone/net/resolve/v2/deep/a.safetensors',
      fileName: weightsReference(name).fileName.replace('model.safetensors.index.json', 'a.safetensors'),
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

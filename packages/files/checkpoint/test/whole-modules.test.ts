import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { readCheckpoint } from '../src/index.ts';
import { failureOf } from './support/failure.ts';

const data = process.env['ATTUNE_DATA'];
const bytesOf = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

/** What `torch.save` wrote before PyTorch 1.6 of an object: magic number, protocol, system, the
 * object, no storages. */
const legacy = (object: string) => bytesOf(`\x80\x02\x8a\x0al\xfc\x9cF\xf9 j\xa8P\x19.\x80\x02M\xe9\x03.\x80\x02}.\x80\x02${object}.\x80\x02].`);
/** A module whose class is referred to with its source, as that format has it. */
const module = (name: string) => `(Vmodule\nctorch.nn\n${name}\nV/home/someone/net.py\nVclass ${name}(Module): pass\ntQ)\x81}b`;

describe('a whole module is refused with the way out', () => {
  it.each([
    ['by itself', module('Linear'), 'torch.nn.Linear'],
    ['under a key', `}Vmodel\n${module('Sequential')}s`, 'torch.nn.Sequential'],
    ['under a key beside others', `}(Vepoch\nK\x03Vnet\n${module('ResNet')}u`, 'torch.nn.ResNet'],
  ])('in the format before PyTorch 1.6, %s', async (_, object, name) => {
    const error = await failureOf(readCheckpoint(legacy(object)));
    expect(error.kind).toBe('refused-object');
    expect(error.message).toContain(`an object of "${name}"`);
    expect(error.message).toContain('save model.state_dict()');
    expect(error.message).not.toContain('damaged');
  });

  it.each([
    ['no class', '(Vmodule\nVnet\nVa\nVb\ntQ'],
    ['another tag', '(Vclass\nctorch.nn\nLinear\ntQ'],
  ])('but a reference to %s is damage', async (_, object) => {
    expect((await failureOf(readCheckpoint(legacy(object)))).kind).toBe('malformed');
  });

  it.skipIf(!data)('as PyTorch wrote it', async () => {
    const error = await failureOf(readCheckpoint(join(data!, '../cases/round2/ckpt/A16s_module_legacy.pth')));
    expect(error.kind).toBe('refused-object');
    expect(error.message).toContain('save model.state_dict()');
  });
});

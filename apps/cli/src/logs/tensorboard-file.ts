import { open } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

import { crc32c } from '@aws-crypto/crc32c';
import protobuf from 'protobufjs';

import { makeFolder } from '../run/make-folder.ts';

/** TensorBoard's `event.proto`, `summary.proto` and the plugin data of hparams, as far as scalars,
 * images and hyperparameters need them. */
const schema = protobuf.Root.fromJSON({
  nested: {
    Event: {
      fields: {
        wallTime: { type: 'double', id: 1 },
        step: { type: 'int64', id: 2 },
        fileVersion: { type: 'string', id: 3 },
        summary: { type: 'Summary', id: 5 },
      },
    },
    Summary: {
      fields: { value: { rule: 'repeated', type: 'Value', id: 1 } },
      nested: {
        Image: {
          fields: {
            height: { type: 'int32', id: 1 },
            width: { type: 'int32', id: 2 },
            colorspace: { type: 'int32', id: 3 },
            encodedImageString: { type: 'bytes', id: 4 },
          },
        },
        PluginData: { fields: { pluginName: { type: 'string', id: 1 }, content: { type: 'bytes', id: 2 } } },
        Metadata: { fields: { pluginData: { type: 'PluginData', id: 1 } } },
        Tensor: { fields: { dtype: { type: 'int32', id: 1 }, tensorShape: { type: 'Shape', id: 2 } } },
        Shape: { fields: { dim: { rule: 'repeated', type: 'Dimension', id: 2 } } },
        Dimension: { fields: {} },
        Value: {
          fields: {
            tag: { type: 'string', id: 1 },
            simpleValue: { type: 'float', id: 2 },
            image: { type: 'Image', id: 4 },
            tensor: { type: 'Tensor', id: 8 },
            metadata: { type: 'Metadata', id: 9 },
          },
        },
      },
    },
    Hyperparameters: {
      fields: { sessionStartInfo: { type: 'SessionStart', id: 3 }, sessionEndInfo: { type: 'SessionEnd', id: 4 } },
      nested: {
        SessionStart: { fields: { hparams: { rule: 'repeated', type: 'Entry', id: 1 } } }, // a map
        Entry: { fields: { key: { type: 'string', id: 1 }, value: { type: 'Hyperparameter', id: 2 } } },
        SessionEnd: { fields: { status: { type: 'int32', id: 1 } } },
        Hyperparameter: {
          oneofs: { kind: { oneof: ['numberValue', 'stringValue'] } }, // a 0 is written as well
          fields: { numberValue: { type: 'double', id: 2 }, stringValue: { type: 'string', id: 3 } },
        },
      },
    },
  },
});
const eventType = schema.lookupType('Event');
const hyperparametersType = schema.lookupType('Hyperparameters');
const rgb = 3;
/** What hparams' summaries have for a value: floats, none of them. */
const noTensor = { dtype: 1, tensorShape: { dim: [{}] } };
/** Of hparams' `Status`. */
const statusSuccess = 1;

export interface LoggedImage {
  readonly width: number;
  readonly height: number;
  /** The bytes of a PNG or JPEG file. */
  readonly encoded: Uint8Array;
}

/** A file of events that TensorBoard opens: scalars and images, each with the step it
 * belongs to. */
export class TensorBoardFile {
  readonly #file: Awaited<ReturnType<typeof open>>;

  private constructor(file: Awaited<ReturnType<typeof open>>) {
    this.#file = file;
  }

  /** Begins a file in a folder; what a resumed run adds stands in a file of its own, as
   * TensorBoard expects. */
  static async create(folder: string): Promise<TensorBoardFile> {
    await makeFolder(folder);
    const seconds = Math.floor(Date.now() / 1000);
    const file = new TensorBoardFile(await open(join(folder, `events.out.tfevents.${seconds}.${hostname()}.${process.pid}`), 'a'));
    await file.#append({ fileVersion: 'brain.Event:2' });
    return file;
  }

  async scalars(step: number, values: Readonly<Record<string, number>>): Promise<void> {
    await this.#append({ step, summary: { value: Object.entries(values).map(([tag, simpleValue]) => ({ tag, simpleValue })) } });
  }

  async image(step: number, tag: string, { width, height, encoded }: LoggedImage): Promise<void> {
    await this.#append({ step, summary: { value: [{ tag, image: { width, height, colorspace: rgb, encodedImageString: encoded } }] } });
  }

  /** Says under which hyperparameters the curves of this file came about, for the table of the
   * HParams tab. The run is over. */
  async hyperparameters(values: Readonly<Record<string, number | string>>): Promise<void> {
    const hparams = Object.entries(values).map(([key, value]) => ({ key, value: typeof value === 'number' ? { numberValue: value } : { stringValue: value } }));
    const told = { session_start_info: { sessionStartInfo: { hparams } }, session_end_info: { sessionEndInfo: { status: statusSuccess } } };
    const value = Object.entries(told).map(([name, content]) => ({
      tag: `_hparams_/${name}`,
      tensor: noTensor,
      metadata: { pluginData: { pluginName: 'hparams', content: hyperparametersType.encode(content).finish() } },
    }));
    await this.#append({ summary: { value } });
  }

  async close(): Promise<void> {
    await this.#file.close();
  }

  async #append(event: object): Promise<void> {
    await this.#file.appendFile(framed(eventType.encode({ wallTime: Date.now() / 1000, ...event }).finish()));
  }
}

/** TFRecord: the length as 64 bits, its checksum, the bytes, their checksum, all little-endian. */
function framed(bytes: Uint8Array): Buffer {
  const record = Buffer.alloc(bytes.length + 16);
  record.writeBigUInt64LE(BigInt(bytes.length), 0);
  record.writeUInt32LE(maskedChecksum(record.subarray(0, 8)), 8);
  record.set(bytes, 12);
  record.writeUInt32LE(maskedChecksum(bytes), 12 + bytes.length);
  return record;
}

/** A checksum of data that may hold checksums: turned by 15 bits, and moved. */
function maskedChecksum(bytes: Uint8Array): number {
  const checksum = crc32c(bytes);
  return (((checksum >>> 15) | (checksum << 17)) + 0xa282ead8) >>> 0;
}

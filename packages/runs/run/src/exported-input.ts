import type { Preprocessing } from '@attune/data';
import * as z from 'zod';

import { parseJson, runConfig } from './run-config.ts';

const { preprocessing, classes } = runConfig.shape;

type Metadata = ReadonlyMap<string, string>;

/** What an exported model (ONNX, tfjs) says of its images, also one that was exported before models
 * carried a card; null where it says nothing. */
export function exportedImages(metadata: Metadata): Preprocessing | null {
  return parsed(preprocessing, metadata.get('preprocessing'));
}

/** The names of an exported model's outputs; null where it says none. */
export function exportedClasses(metadata: Metadata): readonly string[] | null {
  return parsed(classes, metadata.get('classes'));
}

function parsed<Schema extends z.ZodType>(schema: Schema, text: string | undefined): z.infer<Schema> | null {
  const result = schema.safeParse(parseJson(text ?? 'null'));
  return result.success ? result.data : null;
}

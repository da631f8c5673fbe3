import { packageVersion } from '../../package-version.ts';
import { mostImages } from './given-images.ts';

export interface OpenApiConfig {
  readonly maxBytes: number;
  readonly maxWaiting: number;
  readonly needsToken: boolean;
}

/** What the server serves, as an OpenAPI 3.1 document. */
export function openApi({ maxBytes, maxWaiting, needsToken }: OpenApiConfig): object {
  return {
    openapi: '3.1.0',
    info: {
      title: 'attune serve',
      version: packageVersion(),
      description: `Bodies of up to ${maxBytes} bytes; up to ${maxWaiting} requests with images at once.`,
    },
    ...(needsToken ? { security: [{ bearer: [] }] } : {}),
    paths: {
      '/classify': { post: classifyOperation },
      '/explain': { post: explainOperation },
      '/health': {
        get: { summary: 'Whether the server is up', security: [], responses: { 200: json('Up', { $ref: '#/components/schemas/Health' }) } },
      },
      '/metrics': { get: { summary: 'Counters for Prometheus', responses: { 200: text('In the text format of Prometheus') } } },
      '/openapi.json': { get: { summary: 'This document', responses: { 200: json('OpenAPI 3.1', { type: 'object' }) } } },
    },
    components: { schemas, ...(needsToken ? { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } } : {}) },
  };
}

const base64 = { type: 'string', contentEncoding: 'base64' };
const file = { type: 'string', contentMediaType: 'application/octet-stream' };
const oneOrMany = (image: object) => ({
  oneOf: [
    { type: 'object', properties: { image }, required: ['image'], additionalProperties: false },
    {
      type: 'object',
      properties: { images: { type: 'array', items: image, minItems: 1, maxItems: mostImages } },
      required: ['images'],
      additionalProperties: false,
    },
  ],
});

function json(description: string, schema: object): object {
  return { description, content: { 'application/json': { schema } } };
}

function text(description: string): object {
  return { description, content: { 'text/plain': { schema: { type: 'string' } } } };
}

const refused = (description: string) => json(description, { $ref: '#/components/schemas/Error' });

const refusals = {
  400: refused('The request is malformed'),
  401: refused('The token is missing or wrong'),
  413: refused('The body is too large'),
  415: refused('The type of the body is not known'),
  421: refused('The Host is not this machine'),
  422: refused('The image cannot be decoded, or has too many pixels'),
  429: refused('Too many requests are under way'),
  503: refused('The server is stopping'),
};

const classifyOperation = {
  summary: 'Classify one image, or several as images',
  requestBody: {
    required: true,
    content: {
      'image/*': { schema: {} },
      'application/octet-stream': { schema: {} },
      'application/json': { schema: oneOrMany(base64) },
      'multipart/form-data': { schema: oneOrMany(file) },
    },
  },
  responses: {
    200: json('What it is taken for; of images, each in its order', {
      oneOf: [{ $ref: '#/components/schemas/Classification' }, { $ref: '#/components/schemas/Classifications' }],
    }),
    ...refusals,
  },
};

const oneImage = (image: object) => oneOrMany(image).oneOf[0]!;

const explainOperation = {
  summary: 'Draw Grad-CAM over an image',
  parameters: [{ name: 'class', in: 'query', description: 'What to explain (default: the most probable class)', schema: { type: 'string' } }],
  requestBody: {
    required: true,
    content: {
      'image/*': { schema: {} },
      'application/octet-stream': { schema: {} },
      'application/json': { schema: oneImage(base64) },
      'multipart/form-data': { schema: oneImage(file) },
    },
  },
  responses: { 200: { description: 'What the network sees, with the map over it', content: { 'image/png': { schema: {} } } }, ...refusals },
};

const guess = { type: 'object', properties: { className: { type: 'string' }, probability: { type: 'number' } }, required: ['className', 'probability'] };

const schemas = {
  Classification: {
    type: 'object',
    properties: {
      classes: { type: 'array', description: 'Most probable first; empty where the run tells numbers', items: guess },
      labels: { type: 'array', description: 'The classes that the image has, of a run that tells several', items: { type: 'string' } },
      values: { type: 'object', description: 'By target, of a run that tells numbers', additionalProperties: { type: 'number' } },
      unknown: { type: ['boolean', 'null'], description: 'Whether it is probably of no class; null where the weights do not tell' },
      energy: { type: 'number', description: 'The logarithm of the sum of the exponentials of the logits' },
      similarity: {
        type: 'number',
        description: 'Cosine of the angle between what the network sees and the nearest class; there where the weights have class centres',
      },
    },
    required: ['classes', 'unknown', 'energy'],
  },
  Classifications: {
    type: 'object',
    properties: {
      images: {
        type: 'array',
        items: {
          allOf: [
            { type: 'object', properties: { name: { type: ['string', 'null'] } }, required: ['name'] },
            { oneOf: [{ $ref: '#/components/schemas/Classification' }, { $ref: '#/components/schemas/Error' }] },
          ],
        },
      },
    },
    required: ['images'],
  },
  Health: {
    type: 'object',
    properties: { status: { const: 'ok' }, waiting: { type: 'integer' } },
    required: ['status', 'waiting'],
  },
  Error: {
    type: 'object',
    properties: { error: { type: 'object', properties: { code: { type: 'string' }, message: { type: 'string' } }, required: ['code', 'message'] } },
    required: ['error'],
  },
};

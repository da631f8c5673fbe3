declare module '#tfjs-webgl';
declare module '#tfjs-webgpu';

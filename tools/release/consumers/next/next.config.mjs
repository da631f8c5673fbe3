// Native code, and what finds its files beside it, is loaded by Node instead of being bundled.
export default { serverExternalPackages: ['attune', 'sharp'] };

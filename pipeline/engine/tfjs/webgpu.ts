/** WebGPU for TensorFlow.js in Node: the package `webgpu` stands in for the browser's `navigator.gpu`. */

/** As far as it is used here. */
interface WebGpuPackage {
  readonly create: (options: readonly string[]) => {
    readonly requestAdapter: () => Promise<{
      readonly info: { readonly description: string; readonly isFallbackAdapter?: boolean };
    } | null>;
  };
  readonly globals: object;
}

export const WEBGPU_PACKAGES = ['webgpu', '@tensorflow/tfjs-backend-webgpu'] as const;

/**
 * Registers the backend `webgpu`.
 *
 * @param software whether an adapter that computes on the processor will do; it is slower than JavaScript
 * @throws Error where there is no adapter that will do
 */
export async function loadWebGpu(software = false): Promise<void> {
  const [provider, backend] = WEBGPU_PACKAGES;
  const { create, globals } = (await import(provider)) as WebGpuPackage;
  const gpu = create([]);
  const adapter = await gpu.requestAdapter();
  if (!adapter) throw new Error('no WebGPU adapter was found');
  const { description, isFallbackAdapter } = adapter.info;
  if (isFallbackAdapter === true && !software) {
    throw new Error(`the only WebGPU adapter (${description}) is software`);
  }
  Object.assign(globalThis, globals);
  // Newer versions of Node have a navigator, without a GPU and not to be assigned.
  const navigator = { gpu, userAgent: '' };
  Object.defineProperty(globalThis, 'navigator', { value: navigator, configurable: true });
  await import(backend);
}

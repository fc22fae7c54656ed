/**
 * What a run leaves in `artifacts/<run>/` and what the page is handed: names, shapes, units and the
 * version of the format. Free of Node, so that the page can import it.
 */
export * from './contract/files.ts';
export * from './contract/history.ts';
export * from './contract/metrics.ts';
export * from './contract/page.ts';
export * from './contract/blobs.ts';
export * from './contract/latentMaps.ts';
export * from './contract/distortion.ts';
export * from './contract/linking.ts';
export * from './contract/variants.ts';

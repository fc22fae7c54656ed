/** A page that is there already, with further images on its first map, of which it has no pictures. */
import { FORMAT_VERSION, PAGE_BLOBS, PAGE_DATA, type PageData } from '../contract.ts';
import { bundleViewer } from './bundle.ts';
import { BLOB_ELEMENTS } from './html.ts';
import { assemblePage, blobElement } from './page.ts';
import { encodeCrowd, type CrowdPoints } from './parts/crowd.ts';
import { encodeIntegers } from './parts/integers.ts';

/**
 * @param page the whole of `viewer.html`
 * @param provenance rows of label and value that are added to the page's own
 * @returns null where the page is not one of this version
 */
export async function withCrowd(
  page: string,
  crowd: CrowdPoints,
  provenance: PageData['provenance'],
): Promise<string | null> {
  const data = dataOf(page);
  if (data === null) return null;
  const bundle = await bundleViewer();
  const { data: place, steps, labels } = encodeCrowd(crowd);
  // The scripts are today's: those of the page may be from before there were crowds.
  const worker = await blobElement(PAGE_BLOBS.worker, new TextEncoder().encode(bundle.worker));
  const parts = Array.from(page.matchAll(BLOB_ELEMENTS), ([element, id]) =>
    id === PAGE_BLOBS.worker ? worker : element,
  );
  return assemblePage(
    bundle,
    { ...data, crowd: place, provenance: [...data.provenance, ...provenance] },
    [
      ...parts,
      await blobElement(PAGE_BLOBS.crowd, encodeIntegers(steps)),
      await blobElement(PAGE_BLOBS.crowdLabels, encodeIntegers(labels)),
    ],
  );
}

const DATA = new RegExp(`<script type="application/json" id="${PAGE_DATA}">([^<]*)</script>`);

function dataOf(page: string): PageData | null {
  const [, text] = DATA.exec(page) ?? [];
  if (!text) return null;
  try {
    const data = JSON.parse(text) as PageData;
    return data.formatVersion === FORMAT_VERSION ? data : null;
  } catch {
    return null;
  }
}

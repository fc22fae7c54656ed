/** A page that is there already, with further images on its first map, of which it has no pictures. */
import { FORMAT_VERSION, PAGE_BLOBS, PAGE_DATA, type PageData } from '../contract.ts';
import { inlineJson } from './html.ts';
import { blobElement } from './page.ts';
import { encodeCrowd, type CrowdPoints } from './parts/crowd.ts';
import { encodeIntegers } from './parts/integers.ts';

const DATA = new RegExp(`(<script type="application/json" id="${PAGE_DATA}">)([^<]*)(</script>)`);

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
  const { data: place, steps, labels } = encodeCrowd(crowd);
  const blobs = await Promise.all([
    blobElement(PAGE_BLOBS.crowd, encodeIntegers(steps)),
    blobElement(PAGE_BLOBS.crowdLabels, encodeIntegers(labels)),
  ]);
  const added: PageData = {
    ...data,
    crowd: place,
    provenance: [...data.provenance, ...provenance],
  };
  // As a function, since `$&` and the like in the texts are not ours.
  return page.replace(DATA, (_, before: string, __, after: string) =>
    [`${before}${inlineJson(added)}${after}`, ...blobs].join('\n'),
  );
}

function dataOf(page: string): PageData | null {
  const [, , text] = DATA.exec(page) ?? [];
  if (!text) return null;
  try {
    const data = JSON.parse(text) as PageData;
    return data.formatVersion === FORMAT_VERSION ? data : null;
  } catch {
    return null;
  }
}

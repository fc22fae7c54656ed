import type { Dataset } from '../images.ts';
import { loadIdxDataset } from './idxDataset.ts';
import type { IdxDescription } from './idxFiles.ts';
import type { DatasetRequest } from './request.ts';

/**
 * Fashion-MNIST: 70,000 pictures of clothes, 28 × 28 grey. H. Xiao, K. Rasul, R. Vollgraf,
 * "Fashion-MNIST: a Novel Image Dataset for Benchmarking Machine Learning Algorithms", 2017.
 */
const FASHION_MNIST: IdxDescription = {
  name: 'fashion-mnist',
  title: 'Fashion-MNIST',
  classNames: [
    'T-shirt/top',
    'Trouser',
    'Pullover',
    'Dress',
    'Coat',
    'Sandal',
    'Shirt',
    'Sneaker',
    'Bag',
    'Ankle boot',
  ],
  terms: {
    licence: 'MIT',
    citation:
      'H. Xiao, K. Rasul, R. Vollgraf, Fashion-MNIST: a Novel Image Dataset for Benchmarking Machine Learning Algorithms, 2017',
  },
  // The second is where torchvision keeps it.
  folders: ['fashion-mnist', 'FashionMNIST/raw', '.'],
  mirrors: [
    'https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/',
    'http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/',
  ],
  files: {
    trainImages: {
      sha256: 'c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888',
      bytes: 47_040_016,
    },
    trainLabels: {
      sha256: 'bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9',
      bytes: 60_008,
    },
    testImages: {
      sha256: '5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b',
      bytes: 7_840_016,
    },
    testLabels: {
      sha256: '0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34',
      bytes: 10_008,
    },
  },
};

export function loadFashionMnist(request: DatasetRequest): Promise<Dataset> {
  return loadIdxDataset(FASHION_MNIST, request);
}

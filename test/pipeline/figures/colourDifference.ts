/** How different colours look, also to colour-blind people; for judging the palette. */

type Triple = readonly [number, number, number];

/** Simulations at full severity, on linear RGB: Machado, Oliveira and Fernandes 2009, table 1. */
export const VISION: Readonly<Record<string, readonly Triple[]>> = {
  full: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

/** `#rrggbb` as linear RGB in [0, 1] (IEC 61966-2-1). */
function linearRgb(hex: string): Triple {
  const channel = (from: number) => {
    const value = parseInt(hex.slice(from, from + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
}

function times(matrix: readonly Triple[], v: Triple): Triple {
  const row = ([a, b, c]: Triple) => a * v[0] + b * v[1] + c * v[2];
  return [row(matrix[0]), row(matrix[1]), row(matrix[2])];
}

const XYZ: readonly Triple[] = [
  [0.4124564, 0.3575761, 0.1804375],
  [0.2126729, 0.7151522, 0.072175],
  [0.0193339, 0.119192, 0.9503041],
];

/** CIE L*a*b* (D65) of a colour as seen with `vision`. */
export function lab(hex: string, vision: readonly Triple[]): Triple {
  const [r, g, b] = times(vision, linearRgb(hex)).map((v) => Math.min(1, Math.max(0, v)));
  const white = times(XYZ, [1, 1, 1]);
  const [x, y, z] = times(XYZ, [r, g, b]).map((value, k) => {
    const t = value / white[k];
    return t > 216 / 24389 ? Math.cbrt(t) : ((24389 / 27) * t + 16) / 116;
  });
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

/** Contrast ratio of WCAG 2.2, from 1 to 21. */
export function contrast(a: string, b: string): number {
  const luminance = (hex: string) => times(XYZ, linearRgb(hex))[1] + 0.05;
  const ratio = luminance(a) / luminance(b);
  return Math.max(ratio, 1 / ratio);
}

/** CIEDE2000, in the notation of Sharma, Wu and Dalal 2005; about 2 can just be noticed. */
export function ciede2000([L1, a1, b1]: Triple, [L2, a2, b2]: Triple): number {
  const mean7 = ((Math.hypot(a1, b1) + Math.hypot(a2, b2)) / 2) ** 7;
  const G = 0.5 * (1 - Math.sqrt(mean7 / (mean7 + 25 ** 7)));
  const [C1, C2] = [Math.hypot((1 + G) * a1, b1), Math.hypot((1 + G) * a2, b2)];
  const [h1, h2] = [hue((1 + G) * a1, b1), hue((1 + G) * a2, b2)];
  const apart = Math.abs(h1 - h2) > 180;
  const dh = h2 - h1 - (apart ? 360 * Math.sign(h2 - h1) : 0);
  const dH = 2 * Math.sqrt(C1 * C2) * sin(dh / 2);
  const [L, C] = [(L1 + L2) / 2, (C1 + C2) / 2];
  const h = (h1 + h2) / 2 + (apart ? (h1 + h2 < 360 ? 180 : -180) : 0);
  const T =
    1 - 0.17 * cos(h - 30) + 0.24 * cos(2 * h) + 0.32 * cos(3 * h + 6) - 0.2 * cos(4 * h - 63);
  const dL = (L2 - L1) / (1 + (0.015 * (L - 50) ** 2) / Math.sqrt(20 + (L - 50) ** 2));
  const dC = (C2 - C1) / (1 + 0.045 * C);
  const dHue = dH / (1 + 0.015 * C * T);
  const rotation = 2 * Math.sqrt(C ** 7 / (C ** 7 + 25 ** 7));
  const RT = -sin(60 * Math.exp(-(((h - 275) / 25) ** 2))) * rotation;
  return Math.sqrt(dL ** 2 + dC ** 2 + dHue ** 2 + RT * dC * dHue);
}

const sin = (degrees: number) => Math.sin((degrees * Math.PI) / 180);
const cos = (degrees: number) => Math.cos((degrees * Math.PI) / 180);
const hue = (a: number, b: number) => ((Math.atan2(b, a) * 180) / Math.PI + 360) % 360;

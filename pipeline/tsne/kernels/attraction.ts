import { sumOfLanes } from './lanes';

/**
 * Attraction: overwrites rows `from` … `end` − 1 of `forces` with Σ_j p_ij q_ij (y_i − y_j), where
 * q_ij = 1 / (1 + |y_i − y_j|²). All addresses are in bytes.
 *
 * @param rowStart uint32, rows + 1
 * @param columns uint32, one an entry, with room for 3 more
 * @param values float32, one an entry, with room for 3 more
 * @param positions float32, points × 2
 * @param forces float32, points × 2
 */
export function attraction(
  rowStart: usize,
  columns: usize,
  values: usize,
  positions: usize,
  from: i32,
  end: i32,
  forces: usize,
): void {
  const one = f32x4.splat(1);
  for (let i = <usize>from; i < <usize>end; i++) {
    const x = f32x4.splat(load<f32>(positions + (i << 3)));
    const y = f32x4.splat(load<f32>(positions + (i << 3), 4));
    const rowEnd = (<usize>load<u32>(rowStart + (i << 2), 4)) << 2;
    let forceX = f32x4.splat(0);
    let forceY = f32x4.splat(0);
    for (let entry = (<usize>load<u32>(rowStart + (i << 2))) << 2; entry < rowEnd; entry += 16) {
      let strength = v128.load(values + entry);
      if (entry + 16 > rowEnd) strength = v128.and(strength, lanesBelow((rowEnd - entry) >> 2));
      const pair0 = v128.load64_lane(
        position(positions, columns + entry, 4),
        v128.load64_zero(position(positions, columns + entry, 0)),
        1,
      );
      const pair1 = v128.load64_lane(
        position(positions, columns + entry, 12),
        v128.load64_zero(position(positions, columns + entry, 8)),
        1,
      );
      const dx = f32x4.sub(x, v128.shuffle<f32>(pair0, pair1, 0, 2, 4, 6));
      const dy = f32x4.sub(y, v128.shuffle<f32>(pair0, pair1, 1, 3, 5, 7));
      strength = f32x4.div(
        strength,
        f32x4.add(one, f32x4.add(f32x4.mul(dx, dx), f32x4.mul(dy, dy))),
      );
      forceX = f32x4.add(forceX, f32x4.mul(strength, dx));
      forceY = f32x4.add(forceY, f32x4.mul(strength, dy));
    }
    store<f32>(forces + (i << 3), sumOfLanes(forceX));
    store<f32>(forces + (i << 3), sumOfLanes(forceY), 4);
  }
}

/** Address of the position of the point whose index stands `offset` bytes after `columns`. */
function position(positions: usize, columns: usize, offset: usize): usize {
  return positions + ((<usize>load<u32>(columns + offset)) << 3);
}

/** All bits of the first `count` lanes, 1 to 3, as a mask. */
function lanesBelow(count: usize): v128 {
  return i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(<i32>count));
}

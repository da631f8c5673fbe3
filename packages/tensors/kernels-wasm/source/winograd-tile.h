#pragma once
#include "winograd-transforms.h"

/** Where a map's tiles are: tile t covers 4×4 pixels of the output and reads, or covers, `size` ×
 * `size` pixels from (4·row − top, 4·column − left) on. */
struct tile_grid {
  ref image;
  int height, width, channels;
  int top, left;
  int tiles_high, tiles_wide;
  /** [channels] zeros: what lies outside the image. */
  ref zeros;
};

// Lines of a cache set that lie a power of two apart push each other out: each point's matrix
// starts a line later.
#define LINE_FLOATS 16

/** Floats from one point's [rows, columns] matrix to the next's. */
INLINE offset point_stride(int rows, int columns) { return round_up(rows * columns, LINE_FLOATS) + LINE_FLOATS; }

/** Where one tile's pixels are. */
struct tile_pixels {
  /** The first one, where all are inside the image; else 0. */
  const float *corner;
  /** Floats from one row of the image to the next, and from one pixel. */
  offset row, pixel;
  /** Each one, or zeros, where some are outside. */
  const float *each[36];
};

INLINE void find_pixels(char *memory, const struct tile_grid *grid, int tile, const int size, struct tile_pixels *pixels) {
  const int line = tile / grid->tiles_wide;
  const int left = tile % grid->tiles_wide * 4 - grid->left;
  const int top = line % grid->tiles_high * 4 - grid->top;
  const float *image = AT(grid->image) + (offset)(line / grid->tiles_high) * grid->height * grid->width * grid->channels;
  const int is_inside = top >= 0 && left >= 0 && top + size <= grid->height && left + size <= grid->width;
  pixels->row = grid->width * grid->channels;
  pixels->pixel = grid->channels;
  pixels->corner = is_inside ? image + top * pixels->row + left * pixels->pixel : 0;
  if (is_inside) return;
  for (int y = 0; y < size; y++) {
    for (int x = 0; x < size; x++) {
      const int is_there = (u32)(top + y) < (u32)grid->height && (u32)(left + x) < (u32)grid->width;
      pixels->each[y * size + x] = is_there ? image + (top + y) * pixels->row + (left + x) * pixels->pixel : AT(grid->zeros);
    }
  }
}

#define STORE_POINT(index, value) store(to + (index) * stride + channel - from, value)

/** `name_tile` writes a tile's 36 points, `stride` floats apart; `name_parts` does so for parts of
 * the channels, [channels / part][36][span, part], for the tile at `place` of the span. */
#define TILE_POINTS(name, line, size)                                                                              \
  OUTLINE void name##_channels(const struct tile_pixels *pixels, int from, int until, float *to, offset stride) {   \
    const float *corner = pixels->corner;                                                                          \
    const offset row_floats = pixels->row, pixel_floats = pixels->pixel;                                           \
    if (corner) {                                                                                                  \
      for (int channel = from; channel < until; channel += LANES) TRANSFORM(line, size, 6, LOAD_INSIDE_##size, STORE_POINT); \
    } else {                                                                                                       \
      for (int channel = from; channel < until; channel += LANES) TRANSFORM(line, size, 6, LOAD_EACH, STORE_POINT); \
    }                                                                                                              \
  }                                                                                                                \
  static void name##_tile(char *memory, const struct tile_grid *grid, int tile, float *to, offset stride) {        \
    struct tile_pixels pixels;                                                                                     \
    find_pixels(memory, grid, tile, size, &pixels);                                                                \
    name##_channels(&pixels, 0, grid->channels, to, stride);                                                       \
  }                                                                                                                \
  static void name##_parts(char *memory, const struct tile_grid *grid, int tile, float *to, int span, int place, const int part) { \
    struct tile_pixels pixels;                                                                                     \
    find_pixels(memory, grid, tile, size, &pixels);                                                                \
    const offset stride = point_stride(span, part);                                                                \
    for (int from = 0; from < grid->channels; from += part, to += POINTS * stride) {                               \
      const int until = min(grid->channels, from + part);                                                          \
      name##_channels(&pixels, from, until, to + place * (until - from), stride);                                  \
    }                                                                                                              \
  }
/** A pixel, and a look ahead at the next tile's that takes its place. */
#define LOAD_INSIDE(y, x, size) load_ahead(corner + (y) * row_floats + (x) * pixel_floats + channel, (x) >= (size) - 4 ? 4 * pixel_floats : 0)
#define LOAD_INSIDE_6(index) LOAD_INSIDE((index) / 6, (index) % 6, 6)
#define LOAD_INSIDE_4(index) LOAD_INSIDE((index) / 4, (index) % 4, 4)
#define LOAD_EACH(index) load(pixels->each[index] + channel)
INLINE vec load_ahead(const float *from, offset ahead) {
  if (ahead) __builtin_prefetch(from + ahead);
  return load(from);
}
/** One tile of the input to its 36 points, `stride` floats apart. */
TILE_POINTS(input, input_line, 6)
/** One 4×4 tile of the output's gradient to its 36 points. */
TILE_POINTS(gradient, gradient_line, 4)
#undef TILE_POINTS
#undef LOAD_INSIDE
#undef LOAD_INSIDE_6
#undef LOAD_INSIDE_4
#undef LOAD_EACH
#undef STORE_POINT

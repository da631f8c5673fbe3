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

INLINE void find_pixels(char *memory, const struct tile_grid *grid, int tile, const int size, const float **pixels) {
  const int line = tile / grid->tiles_wide;
  const int left = tile % grid->tiles_wide * 4 - grid->left;
  const int top = line % grid->tiles_high * 4 - grid->top;
  const float *image = AT(grid->image) + (offset)(line / grid->tiles_high) * grid->height * grid->width * grid->channels;
  for (int y = 0; y < size; y++) {
    for (int x = 0; x < size; x++) {
      const int is_inside = (u32)(top + y) < (u32)grid->height && (u32)(left + x) < (u32)grid->width;
      pixels[y * size + x] = is_inside ? image + ((top + y) * grid->width + left + x) * grid->channels : AT(grid->zeros);
    }
  }
}

/** `name_tile` writes a tile's 36 points, `stride` floats apart; `name_parts` does so for parts of
 * the channels, [channels / part][36][span, part], for the tile at `place` of the span. */
#define TILE_POINTS(name, square, size)                                                                            \
  INLINE void name##_channels(const struct tile_grid *grid, const float **pixels, int from, int until, float *to, offset stride) { \
    for (int channel = from; channel < until; channel += LANES) {                                                  \
      vec values[(size) * (size)], points[POINTS];                                                                 \
      UNROLL for (int index = 0; index < (size) * (size); index++) values[index] = load(pixels[index] + channel);  \
      /* the next tile's pixels, but for the columns that are this one's */                                        \
      UNROLL for (int index = 0; index < (size) * (size); index++) {                                               \
        if (index % (size) >= (size) - 4) __builtin_prefetch(pixels[index] + 4 * grid->channels + channel);        \
      }                                                                                                            \
      square(values, points);                                                                                      \
      UNROLL for (int point = 0; point < POINTS; point++) store(to + point * stride + channel - from, points[point]); \
    }                                                                                                              \
  }                                                                                                                \
  static void name##_tile(char *memory, const struct tile_grid *grid, int tile, float *to, offset stride) {        \
    const float *pixels[(size) * (size)];                                                                          \
    find_pixels(memory, grid, tile, size, pixels);                                                                 \
    name##_channels(grid, pixels, 0, grid->channels, to, stride);                                                  \
  }                                                                                                                \
  static void name##_parts(char *memory, const struct tile_grid *grid, int tile, float *to, int span, int place, const int part) { \
    const float *pixels[(size) * (size)];                                                                          \
    find_pixels(memory, grid, tile, size, pixels);                                                                 \
    const offset stride = point_stride(span, part);                                                                \
    for (int from = 0; from < grid->channels; from += part, to += POINTS * stride) {                               \
      const int until = min(grid->channels, from + part);                                                          \
      name##_channels(grid, pixels, from, until, to + place * (until - from), stride);                             \
    }                                                                                                              \
  }
/** One tile of the input to its 36 points, `stride` floats apart. */
TILE_POINTS(input, input_square, 6)
/** One 4×4 tile of the output's gradient to its 36 points. */
TILE_POINTS(gradient, gradient_square, 4)
#undef TILE_POINTS

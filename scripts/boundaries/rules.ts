/**
 * Which room may import what. The most specific room that holds a file decides; everything that it
 * does not list is a violation. Change this only with ARCHITECTURE.md.
 */
import type { Room } from './check.ts'

export const rooms: readonly Room[] = [
  { folder: 'src-shared', may: ['zod'] },

  // The format alone: no network, no database, nothing of the engine.
  { folder: 'src-main/engine/sif', may: ['src-shared', 'node:'] },
  // The ground of the engine knows no domain that stands on it.
  {
    folder: 'src-main/engine/platform',
    may: ['src-shared', 'package.json', 'node:', 'better-sqlite3', 'undici', 'ws', 'zod'],
  },
  {
    folder: 'src-main/engine',
    may: [
      'src-shared',
      'node:',
      'asn1js',
      'better-sqlite3',
      'diff',
      'openpgp',
      'pkijs',
      'smol-toml',
      'undici',
      'yaml',
      'zod',
    ],
  },
  { folder: 'src-main/serve', may: ['src-shared', 'src-main/engine/platform', 'node:', 'ws'] },
  {
    folder: 'src-main/shell',
    may: ['src-shared', 'src-main/engine/platform', 'src-main/serve', 'node:', 'electron', 'zod'],
  },
  // What runs in the sandbox of a page.
  { folder: 'src-main/shell/preload.ts', may: ['src-shared/contract', 'src-main/shell/names.ts', 'electron'] },
  { folder: 'src-main/demo', may: ['src-shared', 'src-main/engine', 'node:', 'openpgp', 'ws', 'zod'] },
  { folder: 'src-main/cli', may: ['src-shared', 'src-main/demo', 'src-main/engine', 'src-main/serve', 'node:', 'zod'] },
  { folder: 'src-main', may: ['src-shared', 'node:'] },

  {
    folder: 'src-renderer',
    may: [
      'src-shared',
      'resources',
      'react',
      'react-dom',
      'react-aria-components',
      'zustand',
      'qr',
      '@codemirror',
      '@lezer',
      '@fontsource-variable',
    ],
  },
  // The design system knows no feature.
  {
    folder: 'src-renderer/components',
    may: ['src-shared', 'react', 'react-dom', 'react-aria-components', '@codemirror', '@lezer'],
  },
]

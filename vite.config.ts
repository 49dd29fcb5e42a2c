/**
 * Builds the window. The page has to live under a content policy without inline scripts, inline
 * styles or data fonts, so nothing is inlined and every file is served from its own address.
 */
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig(({ mode }) => ({
  root: 'src-renderer',
  base: '/',
  plugins: [react()],
  publicDir: false,
  build: {
    outDir: mode === 'gallery' ? '../dist/gallery' : '../dist/renderer',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'chrome140',
    sourcemap: false,
    // The gallery of components is a page for visual checks; it is never part of the shipped window.
    rolldownOptions: mode === 'gallery' ? { input: 'src-renderer/gallery.html' } : { input: 'src-renderer/index.html' },
  },
}))

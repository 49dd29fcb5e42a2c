import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** The pages of the window. They are served by the shell or the browser face, never opened as files. */
export default defineConfig({
  root: fileURLToPath(new URL('src-renderer', import.meta.url)),
  base: './',
  plugins: [react()],
  build: {
    target: 'chrome114',
    // The content security policy lets fonts and scripts come from files only.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1500,
    outDir: fileURLToPath(new URL('dist/renderer', import.meta.url)),
    emptyOutDir: true,
  },
})

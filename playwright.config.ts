import { defineConfig } from '@playwright/test'

/**
 * End-to-end tests. `browser` drives the browser face in the system's Chromium; `electron` drives the
 * window. A test whose title has `@window` runs in both, one with `@window-only` in the window alone.
 */
export default defineConfig({
  testDir: 'test/e2e',
  testMatch: '**/*.e2e.ts',
  outputDir: process.env.SIF_DESKTOP_TEST_RESULTS ?? 'test-results',
  timeout: 60_000,
  expect: { timeout: 10_000 },
  fullyParallel: true,
  workers: 2,
  forbidOnly: true,
  // A machine that does other work too may be too slow once; what fails twice is wrong.
  retries: process.env.CI ? 3 : 0,
  reporter: 'list',
  use: { trace: 'retain-on-failure', screenshot: 'only-on-failure' },
  projects: [
    { name: 'browser', grepInvert: /@window-only/, metadata: { face: 'browser' } },
    { name: 'electron', grep: /@window/, metadata: { face: 'window' } },
  ],
})

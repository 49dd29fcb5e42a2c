import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/unit/**/*.test.{ts,tsx}', 'test/integration/**/*.test.ts', 'test/security/**/*.test.ts'],
    testTimeout: 60_000,
    // A condition that is waited for ends the wait at once; the bound only ends a test that fails.
    expect: { poll: { timeout: 20_000 } },
    // A machine that does other work too may be too slow once; what fails twice is wrong.
    retry: process.env.CI ? 1 : 0,
    maxWorkers: 2,
  },
})

/** An engine that dies is noticed at once and started again; the page connects anew by itself. */
import { execFileSync } from 'node:child_process'
import { expect, test } from './support/app.ts'

test('a killed engine comes back, and the page with it @window-only', async ({ app, page }) => {
  await expect(page.getByRole('navigation').first()).toBeVisible()
  const shellPid = app.electron?.process().pid ?? 0
  const enginesOf = (): readonly number[] =>
    execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' })
      .split('\n')
      .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line))
      .filter((match) => match !== null && Number(match[2]) === shellPid && /engine --stdio/.test(match[3] ?? ''))
      .map((match) => Number(match?.[1]))
  const connectAndCall = () =>
    page.evaluate(
      () =>
        new Promise<string>((resolve) => {
          const bridge = Reflect.get(window, 'sifDesktop') as {
            connect(onMessage: (message: unknown) => void, onClose: () => void): { send(message: unknown): void }
          }
          const connection = bridge.connect(
            (message) => {
              const { type, id } = message as { type: string; id?: number }
              if (type === 'value' && id === 7) resolve('answered')
            },
            () => resolve('closed'),
          )
          connection.send({ type: 'call', id: 7, name: 'jobs.list', params: {} })
        }),
    )
  await expect.poll(connectAndCall).toBe('answered')
  const [first] = enginesOf()
  expect(first).toBeGreaterThan(0)

  const closed = page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const begun = performance.now()
        const bridge = Reflect.get(window, 'sifDesktop') as { connect(a: () => void, b: () => void): unknown }
        bridge.connect(
          () => undefined,
          () => resolve(performance.now() - begun),
        )
      }),
  )
  await page.waitForTimeout(200)
  if (first !== undefined) process.kill(first, 'SIGKILL')
  // 200 ms of waiting above, and the rest is how long it took to tell.
  expect(await closed).toBeLessThan(2000)
  await expect.poll(connectAndCall, { timeout: 15_000 }).toBe('answered')
  const [second] = enginesOf()
  expect(second).not.toBe(first)
})

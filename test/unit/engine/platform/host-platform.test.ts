import { expect, it } from 'vitest'
import { type ToShell, toShellSchema } from '../../../../src-main/engine/platform/host-messages.ts'
import { createHostPlatform } from '../../../../src-main/engine/platform/host-platform.ts'

it('asks the shell for the system’s proxy, and takes no answer as none', async () => {
  const asked: ToShell[] = []
  const host = createHostPlatform((message) => asked.push(toShellSchema.parse(message)))
  const answers = [host.port.resolveProxy?.('https://a.org/'), host.port.resolveProxy?.('https://b.org/')]
  const ids = asked.map((message) => ('id' in message ? message.id : -1))
  host.receive({ type: 'secretFailed', id: ids[1] ?? -1, reason: 'no' })
  host.receive({ type: 'proxy', id: ids[0] ?? -1, value: 'PROXY p.org:3128; DIRECT' })
  expect(await Promise.all(answers)).toEqual(['PROXY p.org:3128; DIRECT', null])
  expect(asked.map((message) => ('url' in message ? message.url : null))).toEqual(['https://a.org/', 'https://b.org/'])
})

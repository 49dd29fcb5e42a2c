import { expect, it } from 'vitest'
import { buyToken, isPrivateAddress } from '../../../../src-main/engine/oci/tokens.ts'
import type { HttpClient } from '../../../../src-main/engine/platform/http/client.ts'
import { codeOf } from '../../../support/failing.ts'

it.each([
  'http://auth.example.org/token',
  'https://127.0.0.1/token',
  'https://localhost:8443/token',
  'https://[::1]/token',
  'https://10.1.2.3/token',
  'https://169.254.169.254/latest',
  'https://192.168.1.1/token',
  'https://ada:pw@auth.example.org/token',
  'javascript:alert(1)',
])('a registry on the network cannot have a login sent to %s', async (realm) => {
  const http: HttpClient = {
    request: () => Promise.reject(new Error('somebody was asked')),
    listen: () => Promise.reject(new Error('somebody was listened to')),
    close: async () => undefined,
  }
  const asked = buyToken(
    { http, now: () => 0 },
    {
      registry: new URL('https://registry.example.org/'),
      insecure: false,
      authorities: null,
      challenge: { scheme: 'bearer', parameters: new Map([['realm', realm]]) },
      scopes: ['repository:a/b:pull'],
      credentials: { kind: 'password', username: 'ada', password: 'pw' },
    },
  )
  expect(await codeOf(asked)).toBe('REGISTRY_REALM_REFUSED')
})

it('knows addresses of private networks', () => {
  const addresses = ['10.0.0.1', '172.16.0.1', '172.32.0.1', '192.168.0.1', '8.8.8.8', '10.example.org', '[fd00::1]']
  expect(addresses.filter(isPrivateAddress)).toEqual(['10.0.0.1', '172.16.0.1', '192.168.0.1', '[fd00::1]'])
})

import type { ErrorText } from './entry.ts'

/** What can go wrong between this computer and a server. `{host}` never carries names, passwords or queries. */
export const networkErrors = {
  TIMED_OUT: {
    area: 'platform',
    kind: 'offline',
    message: '{host} did not answer in time.',
    hint: 'Try again; the server or the network may be slow at the moment.',
  },
  CONNECTION_CUT: {
    area: 'platform',
    kind: 'offline',
    message: 'The connection to {host} ended before everything had arrived.',
    hint: 'Try again.',
  },
  TLS_FAILED: {
    area: 'platform',
    kind: 'notPermitted',
    message: '{host} could not prove that it is {host}: {reason}.',
    hint: 'Do not go on unless you know why. Behind a company proxy, its certificate must be known to this computer (NODE_EXTRA_CA_CERTS).',
  },
  NETWORK_OFF: {
    area: 'platform',
    kind: 'offline',
    message: '{host} was not asked, because this application is set to stay offline.',
    hint: 'Let it use the network under Settings, Network.',
  },
  AUTHORITY_MALFORMED: {
    area: 'platform',
    kind: 'malformed',
    message: 'What was given holds no certificate that can be read.',
    hint: 'Give the PEM file of the authority, with -----BEGIN CERTIFICATE----- in it.',
  },
  PROXY_HAS_PASSWORD: {
    area: 'platform',
    kind: 'wrongUsage',
    message: 'The address of the proxy holds a user name or a password.',
    hint: 'Give them in their own fields; they are kept with your other secrets then.',
  },
  PROXY_UNREACHABLE: {
    area: 'platform',
    kind: 'offline',
    message: 'The proxy {proxy} does not answer.',
    hint: 'Check the proxy under Settings, Network, or whether this computer is in the network it belongs to.',
  },
  PROXY_NEEDS_LOGIN: {
    area: 'platform',
    kind: 'notPermitted',
    message: 'The proxy {proxy} wants a user name and a password.',
    hint: 'Give them under Settings, Network.',
  },
  PROXY_REFUSED: {
    area: 'platform',
    kind: 'notPermitted',
    message: 'The proxy {proxy} refuses to connect to {host} (status {status}).',
    hint: 'Ask who runs the proxy, or name {host} among the exceptions under Settings, Network.',
  },
  PROXY_MALFORMED: {
    area: 'platform',
    kind: 'malformed',
    message: '“{proxy}” is not the address of a proxy.',
    hint: 'Write it like http://proxy.example.org:3128, under Settings, Network or in the environment.',
  },
  PROXY_UNSUPPORTED: {
    area: 'platform',
    kind: 'unsupported',
    message: 'Proxies of the kind {kind} cannot be used.',
    hint: 'Name an HTTP proxy under Settings, Network.',
  },
  HTTP_NOT_ALLOWED: {
    area: 'platform',
    kind: 'notPermitted',
    message: '{host} would be reached without encryption, which was not allowed for it.',
    hint: 'Use https, or mark the remote as insecure if it is yours.',
  },
  REDIRECT_REFUSED: {
    area: 'platform',
    kind: 'notPermitted',
    message: '{host} sent the request on to {target}, which is not followed: {reason}.',
    hint: 'Tell who runs {host}.',
  },
  REDIRECTS_TOO_MANY: {
    area: 'platform',
    kind: 'malformed',
    message: '{host} sent the request on and on without an end.',
    hint: 'Tell who runs {host}.',
  },
  ADDRESS_MALFORMED: {
    area: 'platform',
    kind: 'malformed',
    message: '“{address}” is not the address of a server.',
    hint: 'Write it like https://library.example.org.',
  },
  ANSWER_MALFORMED: {
    area: 'platform',
    kind: 'malformed',
    message: '{host} answered something that cannot be understood.',
    hint: 'It may not be the service it is taken for. Check its address.',
  },
  ANSWER_TOO_LARGE: {
    area: 'platform',
    kind: 'malformed',
    message: '{host} answered more than such an answer can be.',
    hint: 'It may not be the service it is taken for. Check its address.',
  },
  NOT_LOGGED_IN: {
    area: 'platform',
    kind: 'notPermitted',
    message: '{host} wants a login, or no longer accepts yours.',
    hint: 'Log in with a new access token.',
  },
  SERVER_FORBIDS: {
    area: 'platform',
    kind: 'notPermitted',
    message: '{host} does not allow you to do this.',
    hint: 'Ask who runs it, or use another account.',
  },
  NOT_FOUND_ON_SERVER: { area: 'platform', kind: 'notFound', message: '{host} does not have what was asked for.' },
  TOO_MANY_REQUESTS: {
    area: 'platform',
    kind: 'offline',
    message: '{host} has had enough requests for now.',
    hint: 'Try again in {seconds} seconds.',
  },
  SERVER_FAILED: {
    area: 'platform',
    kind: 'offline',
    message: '{host} has a problem of its own (status {status}).',
    hint: 'Try again later.',
  },
  SERVER_REFUSED: {
    area: 'platform',
    kind: 'notPermitted',
    message: '{host} refused the request (status {status}).',
  },
} as const satisfies Record<string, ErrorText>

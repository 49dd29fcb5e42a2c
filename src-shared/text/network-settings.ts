/** Sentences of Settings, Network: offline, proxies, and what is special about single hosts. */
export const networkText = {
  offline: 'Stay offline',
  offlineNote:
    'No server is asked, whatever needs one. Images and keys that are here can be looked at, verified and built from; revocations cannot be checked.',
  offlineStatus: 'offline',
  offlineStatusLabel: 'Set to stay offline: change that in Settings, Network',

  proxy: 'Proxy',
  modes: {
    system: 'As this computer says',
    none: 'None',
    manual: 'This one',
  },
  modeNotes: {
    system: {
      window:
        'The environment (https_proxy, no_proxy) first, then the settings of the system, with its script if it has one.',
      other: 'What the environment says (http_proxy, https_proxy, all_proxy, no_proxy).',
    },
    none: 'Every server is reached directly.',
    manual: 'For http and https alike.',
  },
  server: 'Address of the proxy',
  serverHelp: 'Like http://proxy.example.org:3128.',
  except: 'Reached without it',
  exceptHelp: 'One a line: a host, a domain like .example.org, or a network like 10.0.0.0/8. This computer always is.',
  username: 'User name',
  password: 'Password',
  loginHelp: 'If the proxy wants them. They are kept with your other secrets.',
  loginKept: (username: string) => `A password for ${username} is kept. Leave both empty to forget it.`,
  save: 'Save',
  saved: 'Saved',

  hosts: 'Hosts with an authority of their own, or without encryption',
  hostsText:
    'Certificates of an institute or a company, for one host each, and hosts that may be reached without encryption.',
  noHosts: 'None. Every host proves itself by an authority that this computer knows.',
  addHost: 'Add a host…',
  addHostTitle: 'Add a host',
  changeHost: 'Change…',
  changeHostTitle: (host: string) => `How ${host} is reached`,
  removeHost: 'Remove',
  host: 'Host',
  hostHelp: 'With its port, if it has one of its own: hub.example.org or hub.example.org:8443.',
  hostProblem: 'This is not the name of a host.',
  authority: 'Certificate of its authority',
  authorityHelp: 'PEM text, with -----BEGIN CERTIFICATE----- in it. It is trusted for this host and no other.',
  allowsPlain: 'Allow a connection without encryption',
  allowsPlainNote:
    'Only in a network you trust: others can read and change what is sent, tokens and passwords among it.',
  ownAuthority: 'own authority',
  plain: 'without encryption',
  add: 'Add',
  change: 'Save',
} as const

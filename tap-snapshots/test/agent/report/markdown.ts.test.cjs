/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`test/agent/report/markdown.ts > TAP > golden > mixed 1`] = `
# connprobe: BLOCKED: of 20 required endpoints, 2 can't be used from here, 1 is refused by the service itself.

2 blocked, 1 denied, 1 inconclusive, 1 degraded, 15 open, 3 not tested.

- compute-instance ci-team-gpu1
- public cloud, westeurope
- no proxy
- 2026-11-22 11:28:00 UTC, 4.2 s
- connprobe 1.0.0

## Blocked

| For | Endpoints | Cause | What happened | Fix |
| --- | --- | --- | --- | --- |
| Python packages | \`pypi.org:443\`<br>\`files.pythonhosted.org:443\` | \`tls-sni-filtered\`, proven | The connection to HOST is reset right after our ClientHello, twice, while the same address answers login.microsoftonline.com in between: something on the path filters by name. | The cloud network team should allow HOST on port 443 in an application rule of the firewall. |

## Refused by the service itself

| For | Endpoints | Cause | What happened | Fix |
| --- | --- | --- | --- | --- |
| Microsoft Container Registry | \`viennaglobal.azurecr.io:443\` | \`http-service-denied\`, proven | The registry itself refuses this client (DENIED, client with IP): the network path is open. | The workload owner should allow this subnet in the registry’s own firewall, or use its private endpoint. |

## Works, with a problem

| For | Endpoints | Cause | What happened | Fix |
| --- | --- | --- | --- | --- |
| Microsoft Container Registry | \`mcr.microsoft.com:443\` | \`tls-expiring\`, proven | The certificate of mcr.microsoft.com ends on 2026-11-29, in 7 days. | Whoever runs this server should renew its certificate. |

## Can't be told

| For | Endpoints | Cause | What happened | Fix |
| --- | --- | --- | --- | --- |
| Compute instance tunnel | \`westeurope.tundra.azureml.ms:5831\` | \`udp-silent\`, likely | Nothing came back from 20.61.99.1:5831 in three tries, and no ICMP error; UDP to a DNS server works from here, so silence proves neither way. | The cloud network team should check that UDP 5831 to AzureMachineLearning is allowed; the firewall log shows it. |

## Open

| For | Endpoints |
| --- | --- |
| Microsoft Entra ID | \`login.microsoftonline.com:443\`<br>\`login.live.com:443\`<br>\`aadcdn.msauth.net:443\` |
| Azure portal | \`management.azure.com:443\`<br>\`portal.azure.com:443\`<br>\`graph.microsoft.com:443\` |
| Azure Machine Learning studio | \`ml.azure.com:443\`<br>\`studioml.azureml.ms:443\`<br>\`westeurope.api.azureml.ms:443\` |
| Experiment history, hyperparameters and logging | \`westeurope.experiments.azureml.net:443\` |
| Python packages | \`repo.anaconda.com:443\`<br>\`conda.anaconda.org:443\` |
| Microsoft Container Registry | \`westeurope.data.mcr.microsoft.com:443\` |
| Azure Monitor | \`dc.services.visualstudio.com:443\`<br>\`dc.applicationinsights.azure.com:443\` |

## Not tested

- Set storage to test 2 more: --set storage=VALUE (\`\${storage}.blob.core.windows.net\`, \`\${storage}.file.core.windows.net\`)
- 1 endpoint: No name behind this wildcard is known. (\`*.notebooks.azure.net\`)

`

exports[`test/agent/report/markdown.ts > TAP > golden > sealed 1`] = `
# connprobe: BLOCKED: none of the 19 required endpoints can be used from here.

19 blocked, 3 not tested.

- compute-instance ci-team-gpu1
- public cloud, westeurope
- no proxy
- 2026-11-22 11:28:00 UTC, 4.2 s
- connprobe 1.0.0

## Nothing outside this network answers: all connections to every address meet silence, on every port.

\`tcp-timeout\`, proven. **Fix:** The cloud network team should give this subnet a way out: a route to the firewall, with rules for what connprobe list prints.

- 19 of 19 SYNs unanswered within 5 s
- the resolver 168.63.129.16 answers every name
- this machine has a route and 10.1.0.7 as source

Explains 19: \`login.microsoftonline.com:443\`, \`login.live.com:443\`, \`aadcdn.msauth.net:443\`, \`management.azure.com:443\`, \`portal.azure.com:443\`, \`graph.microsoft.com:443\`, \`ml.azure.com:443\`, \`studioml.azureml.ms:443\`, \`westeurope.api.azureml.ms:443\`, \`westeurope.experiments.azureml.net:443\`, \`pypi.org:443\`, \`files.pythonhosted.org:443\`, \`repo.anaconda.com:443\`, \`conda.anaconda.org:443\`, \`mcr.microsoft.com:443\`, \`westeurope.data.mcr.microsoft.com:443\`, \`viennaglobal.azurecr.io:443\`, \`dc.services.visualstudio.com:443\`, \`dc.applicationinsights.azure.com:443\`

## Not tested

- Set storage to test 2 more: --set storage=VALUE (\`\${storage}.blob.core.windows.net\`, \`\${storage}.file.core.windows.net\`)
- 1 endpoint: No name behind this wildcard is known. (\`*.notebooks.azure.net\`)

`

exports[`test/agent/report/markdown.ts > TAP > what a peer wrote stays text > hostile 1`] = `
# connprobe: BLOCKED: of 1 required endpoint, 1 can't be used from here.

1 blocked.

- compute-instance =cmd()evil &lt;script&gt;alert(1)&lt;/script&gt;\\|\\\`x\\\`\\](javascript:x)"'&amp;\\]\\]&gt;\\\\ $\\{x\\}
- public cloud, =cmd()evil &lt;script&gt;alert(1)&lt;/script&gt;\\|\\\`x\\\`\\](javascript:x)"'&amp;\\]\\]&gt;\\\\ $\\{x\\}
- no proxy
- 2026-11-22 11:28:00 UTC, 4.2 s
- connprobe 1.0.0

**Note:** =cmd()evil &lt;script&gt;alert(1)&lt;/script&gt;\\|\\\`x\\\`\\](javascript:x)"'&amp;\\]\\]&gt;\\\\ $\\{x\\}

## =cmd()evil &lt;script&gt;alert(1)&lt;/script&gt;\\|\\\`x\\\`\\](javascript:x)"'&amp;\\]\\]&gt;\\\\ $\\{x\\}

\`tls-intercepted\`, likely. **Fix:** =cmd()evil &lt;script&gt;alert(1)&lt;/script&gt;\\|\\\`x\\\`\\](javascript:x)"'&amp;\\]\\]&gt;\\\\ $\\{x\\}

- =cmd()evil &lt;script&gt;alert(1)&lt;/script&gt;\\|\\\`x\\\`\\](javascript:x)"'&amp;\\]\\]&gt;\\\\ $\\{x\\}

Explains 1: \`=cmd()evil <script>alert(1)</script>''x'](javascript:x)"'&]]>\\ \${x}\`

## Blocked

| For | Endpoints | Cause | What happened | Fix |
| --- | --- | --- | --- | --- |
| =cmd()evil &lt;script&gt;alert(1)&lt;/script&gt;\\|\\\`x\\\`\\](javascript:x)"'&amp;\\]\\]&gt;\\\\ $\\{x\\} | \`peer.example:443\` | \`tls-closed-after-hello\`, proven | The chain ends at =cmd()evil &lt;script&gt;alert(1)&lt;/script&gt;\\|\\\`x\\\`\\](javascript:x)"'&amp;\\]\\]&gt;\\\\ $\\{x\\}. | Ask =cmd()evil &lt;script&gt;alert(1)&lt;/script&gt;\\|\\\`x\\\`\\](javascript:x)"'&amp;\\]\\]&gt;\\\\ $\\{x\\}. |

`

/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`test/agent/report/table.ts > TAP > golden: healthy, mixed and sealed networks > healthy, 80 columns 1`] = `
✓ OPEN: all 19 required endpoints work.
  19 open, 3 not tested.
  compute-instance ci-team-gpu1 | public cloud, westeurope | no proxy |
  2026-11-22 11:28:00 UTC, 4.2 s | connprobe 1.0.0

Open
✓ Microsoft Entra ID  login.microsoftonline.com:443, login.live.com:443,
                      aadcdn.msauth.net:443
✓ Azure portal        management.azure.com:443, portal.azure.com:443,
                      graph.microsoft.com:443
✓ Azure Machine Learning studio
                      ml.azure.com:443, studioml.azureml.ms:443,
                      westeurope.api.azureml.ms:443
✓ Experiment history, hyperparameters and logging
                      westeurope.experiments.azureml.net:443
✓ Python packages     pypi.org:443, files.pythonhosted.org:443,
                      repo.anaconda.com:443, conda.anaconda.org:443
✓ Microsoft Container Registry
                      mcr.microsoft.com:443,
                      westeurope.data.mcr.microsoft.com:443,
                      viennaglobal.azurecr.io:443
✓ Azure Monitor       dc.services.visualstudio.com:443,
                      dc.applicationinsights.azure.com:443

Not tested
- Set storage to test 2 more: --set storage=VALUE
    \${storage}.blob.core.windows.net, \${storage}.file.core.windows.net
- 1 endpoint: No name behind this wildcard is known.
    *.notebooks.azure.net

`

exports[`test/agent/report/table.ts > TAP > golden: healthy, mixed and sealed networks > mixed, 120 columns 1`] = `
✗ BLOCKED: of 20 required endpoints, 2 can't be used from here, 1 is refused by the service itself.
  2 blocked, 1 denied, 1 inconclusive, 1 degraded, 15 open, 3 not tested.
  compute-instance ci-team-gpu1 | public cloud, westeurope | no proxy | 2026-11-22 11:28:00 UTC, 4.2 s | connprobe 1.0.0

Blocked
Python packages
✗ pypi.org:443, files.pythonhosted.org:443 [tls-sni-filtered]
    The connection to HOST is reset right after our ClientHello, twice, while the same address answers
    login.microsoftonline.com in between: something on the path filters by name.
    Fix: The cloud network team should allow HOST on port 443 in an application rule of the firewall.

Refused by the service itself
Microsoft Container Registry
✗ viennaglobal.azurecr.io:443 [http-service-denied]
    The registry itself refuses this client (DENIED, client with IP): the network path is open.
    Fix: The workload owner should allow this subnet in the registry’s own firewall, or use its private endpoint.

Works, with a problem
Microsoft Container Registry
! mcr.microsoft.com:443 [tls-expiring]
    The certificate of mcr.microsoft.com ends on 2026-11-29, in 7 days.
    Fix: Whoever runs this server should renew its certificate.

Can't be told
Compute instance tunnel
? westeurope.tundra.azureml.ms:5831 [udp-silent, likely]
    Nothing came back from 20.61.99.1:5831 in three tries, and no ICMP error; UDP to a DNS server works from here, so
    silence proves neither way.
    Fix: The cloud network team should check that UDP 5831 to AzureMachineLearning is allowed; the firewall log shows
         it.

Open
✓ Microsoft Entra ID             login.microsoftonline.com:443, login.live.com:443, aadcdn.msauth.net:443
✓ Azure portal                   management.azure.com:443, portal.azure.com:443, graph.microsoft.com:443
✓ Azure Machine Learning studio  ml.azure.com:443, studioml.azureml.ms:443, westeurope.api.azureml.ms:443
✓ Experiment history, hyperparameters and logging
                                 westeurope.experiments.azureml.net:443
✓ Python packages                repo.anaconda.com:443, conda.anaconda.org:443
✓ Microsoft Container Registry   westeurope.data.mcr.microsoft.com:443
✓ Azure Monitor                  dc.services.visualstudio.com:443, dc.applicationinsights.azure.com:443

Not tested
- Set storage to test 2 more: --set storage=VALUE
    \${storage}.blob.core.windows.net, \${storage}.file.core.windows.net
- 1 endpoint: No name behind this wildcard is known.
    *.notebooks.azure.net

Next:
  connprobe explain HOST:PORT     all evidence of one endpoint
  connprobe run -f ticket         the request for the network team, with the rules
  connprobe run --until-open 10m  again and again, while somebody changes the rule

`

exports[`test/agent/report/table.ts > TAP > golden: healthy, mixed and sealed networks > mixed, 80 columns 1`] = `
✗ BLOCKED: of 20 required endpoints, 2 can't be used from here, 1 is refused by
  the service itself.
  2 blocked, 1 denied, 1 inconclusive, 1 degraded, 15 open, 3 not tested.
  compute-instance ci-team-gpu1 | public cloud, westeurope | no proxy |
  2026-11-22 11:28:00 UTC, 4.2 s | connprobe 1.0.0

Blocked
Python packages
✗ pypi.org:443, files.pythonhosted.org:443 [tls-sni-filtered]
    The connection to HOST is reset right after our ClientHello, twice, while
    the same address answers login.microsoftonline.com in between: something on
    the path filters by name.
    Fix: The cloud network team should allow HOST on port 443 in an application
         rule of the firewall.

Refused by the service itself
Microsoft Container Registry
✗ viennaglobal.azurecr.io:443 [http-service-denied]
    The registry itself refuses this client (DENIED, client with IP): the
    network path is open.
    Fix: The workload owner should allow this subnet in the registry’s own
         firewall, or use its private endpoint.

Works, with a problem
Microsoft Container Registry
! mcr.microsoft.com:443 [tls-expiring]
    The certificate of mcr.microsoft.com ends on 2026-11-29, in 7 days.
    Fix: Whoever runs this server should renew its certificate.

Can't be told
Compute instance tunnel
? westeurope.tundra.azureml.ms:5831 [udp-silent, likely]
    Nothing came back from 20.61.99.1:5831 in three tries, and no ICMP error;
    UDP to a DNS server works from here, so silence proves neither way.
    Fix: The cloud network team should check that UDP 5831 to
         AzureMachineLearning is allowed; the firewall log shows it.

Open
✓ Microsoft Entra ID  login.microsoftonline.com:443, login.live.com:443,
                      aadcdn.msauth.net:443
✓ Azure portal        management.azure.com:443, portal.azure.com:443,
                      graph.microsoft.com:443
✓ Azure Machine Learning studio
                      ml.azure.com:443, studioml.azureml.ms:443,
                      westeurope.api.azureml.ms:443
✓ Experiment history, hyperparameters and logging
                      westeurope.experiments.azureml.net:443
✓ Python packages     repo.anaconda.com:443, conda.anaconda.org:443
✓ Microsoft Container Registry
                      westeurope.data.mcr.microsoft.com:443
✓ Azure Monitor       dc.services.visualstudio.com:443,
                      dc.applicationinsights.azure.com:443

Not tested
- Set storage to test 2 more: --set storage=VALUE
    \${storage}.blob.core.windows.net, \${storage}.file.core.windows.net
- 1 endpoint: No name behind this wildcard is known.
    *.notebooks.azure.net

Next:
  connprobe explain HOST:PORT     all evidence of one endpoint
  connprobe run -f ticket         the request for the network team, with the
                                  rules
  connprobe run --until-open 10m  again and again, while somebody changes the
                                  rule

`

exports[`test/agent/report/table.ts > TAP > golden: healthy, mixed and sealed networks > mixed, with colours 1`] = `
[1;31m✗[22;39m[1m BLOCKED: of 20 required endpoints, 2 can't be used from here, 1 is refused by[22m
[1m  the service itself.[22m
[2m  2 blocked, 1 denied, 1 inconclusive, 1 degraded, 15 open, 3 not tested.[22m
[2m  compute-instance ci-team-gpu1 | public cloud, westeurope | no proxy |[22m
[2m  2026-11-22 11:28:00 UTC, 4.2 s | connprobe 1.0.0[22m

[1;4mBlocked[22;24m
Python packages
[1;31m✗[22;39m[1m pypi.org:443, files.pythonhosted.org:443 [tls-sni-filtered][22m
    The connection to HOST is reset right after our ClientHello, twice, while
    the same address answers login.microsoftonline.com in between: something on
    the path filters by name.
    [32mFix:[39m The cloud network team should allow HOST on port 443 in an application
         rule of the firewall.

[1;4mRefused by the service itself[22;24m
Microsoft Container Registry
[1;31m✗[22;39m[1m viennaglobal.azurecr.io:443 [http-service-denied][22m
    The registry itself refuses this client (DENIED, client with IP): the
    network path is open.
    [32mFix:[39m The workload owner should allow this subnet in the registry’s own
         firewall, or use its private endpoint.

[1;4mWorks, with a problem[22;24m
Microsoft Container Registry
[33m![39m[1m mcr.microsoft.com:443 [tls-expiring][22m
    The certificate of mcr.microsoft.com ends on 2026-11-29, in 7 days.
    [32mFix:[39m Whoever runs this server should renew its certificate.

[1;4mCan't be told[22;24m
Compute instance tunnel
[33m?[39m[1m westeurope.tundra.azureml.ms:5831 [udp-silent, likely][22m
    Nothing came back from 20.61.99.1:5831 in three tries, and no ICMP error;
    UDP to a DNS server works from here, so silence proves neither way.
    [32mFix:[39m The cloud network team should check that UDP 5831 to
         AzureMachineLearning is allowed; the firewall log shows it.

[1;4mOpen[22;24m
[32m✓[39m Microsoft Entra ID  login.microsoftonline.com:443, login.live.com:443,
                      aadcdn.msauth.net:443
[32m✓[39m Azure portal        management.azure.com:443, portal.azure.com:443,
                      graph.microsoft.com:443
[32m✓[39m Azure Machine Learning studio
                      ml.azure.com:443, studioml.azureml.ms:443,
                      westeurope.api.azureml.ms:443
[32m✓[39m Experiment history, hyperparameters and logging
                      westeurope.experiments.azureml.net:443
[32m✓[39m Python packages     repo.anaconda.com:443, conda.anaconda.org:443
[32m✓[39m Microsoft Container Registry
                      westeurope.data.mcr.microsoft.com:443
[32m✓[39m Azure Monitor       dc.services.visualstudio.com:443,
                      dc.applicationinsights.azure.com:443

[1;4mNot tested[22;24m
[2m-[22m Set storage to test 2 more: --set storage=VALUE
[2m    \${storage}.blob.core.windows.net, \${storage}.file.core.windows.net[22m
[2m-[22m 1 endpoint: No name behind this wildcard is known.
[2m    *.notebooks.azure.net[22m

[2mNext:[22m
[2m  connprobe explain HOST:PORT     all evidence of one endpoint[22m
[2m  connprobe run -f ticket         the request for the network team, with the[22m
[2m                                  rules[22m
[2m  connprobe run --until-open 10m  again and again, while somebody changes the[22m
[2m                                  rule[22m

`

exports[`test/agent/report/table.ts > TAP > golden: healthy, mixed and sealed networks > sealed, 80 columns 1`] = `
✗ BLOCKED: none of the 19 required endpoints can be used from here.
  19 blocked, 3 not tested.
  compute-instance ci-team-gpu1 | public cloud, westeurope | no proxy |
  2026-11-22 11:28:00 UTC, 4.2 s | connprobe 1.0.0

✗ Nothing outside this network answers: all connections to every address meet
  silence, on every port. [tcp-timeout]
  Fix: The cloud network team should give this subnet a way out: a route to the
       firewall, with rules for what connprobe list prints.
  How we know:
  - 19 of 19 SYNs unanswered within 5 s
  - the resolver 168.63.129.16 answers every name
  - this machine has a route and 10.1.0.7 as source
  Explains 19: login.microsoftonline.com:443, login.live.com:443,
               aadcdn.msauth.net:443, management.azure.com:443,
               portal.azure.com:443, graph.microsoft.com:443, ml.azure.com:443,
               and 12 more (-v names them all)

Not tested
- Set storage to test 2 more: --set storage=VALUE
    \${storage}.blob.core.windows.net, \${storage}.file.core.windows.net
- 1 endpoint: No name behind this wildcard is known.
    *.notebooks.azure.net

Next:
  connprobe explain HOST:PORT     all evidence of one endpoint
  connprobe run -f ticket         the request for the network team, with the
                                  rules
  connprobe run --until-open 10m  again and again, while somebody changes the
                                  rule

`

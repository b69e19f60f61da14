/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`test/agent/report/ticket.ts > TAP > golden > hostile 1`] = `
# Azure Machine Learning: please let 1 connection through

| Of | Is |
| --- | --- |
| Machine | =cmd()evil &lt;script&gt;alert(1)&lt;/script&gt;\\|\\\`x\\\`\\](javascript:x)"'&amp;\\]\\]&gt;\\\\ $\\{x\\} (compute-instance, public cloud) |
| Source | \`10.1.0.7\` |
| Proxy | none |
| Tested (UTC) | 2026-11-22T11:28:00.000Z to 2026-11-22T11:28:04.200Z |
| User-Agent | \`connprobe/1.0.0 (run 1f2e3d4c)\` |

## What is asked for

| # | Ask | Destination | Port | Protocol | SNI | For | Service tags | Cause | To |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| 1 | open | \`peer.example\` | 443 | tcp, https | =cmd()evil &lt;script&gt;alert(1)&lt;/script&gt;\\|\\\`x\\\`\\](javascript:x)"'&amp;\\]\\]&gt;\\\\ $\\{x\\} | =cmd()evil &lt;script&gt;alert(1)&lt;/script&gt;\\|\\\`x\\\`\\](javascript:x)"'&amp;\\]\\]&gt;\\\\ $\\{x\\} |  | \`tls-closed-after-hello\` | the network team |

## What was seen

**=cmd()evil &lt;script&gt;alert(1)&lt;/script&gt;\\|\\\`x\\\`\\](javascript:x)"'&amp;\\]\\]&gt;\\\\ $\\{x\\}** (likely)

=cmd()evil &lt;script&gt;alert(1)&lt;/script&gt;\\|\\\`x\\\`\\](javascript:x)"'&amp;\\]\\]&gt;\\\\ $\\{x\\}

- =cmd()evil &lt;script&gt;alert(1)&lt;/script&gt;\\|\\\`x\\\`\\](javascript:x)"'&amp;\\]\\]&gt;\\\\ $\\{x\\}

1. \`peer.example\` (proven): The chain ends at =cmd()evil &lt;script&gt;alert(1)&lt;/script&gt;\\|\\\`x\\\`\\](javascript:x)"'&amp;\\]\\]&gt;\\\\ $\\{x\\}.
   - Ask =cmd()evil &lt;script&gt;alert(1)&lt;/script&gt;\\|\\\`x\\\`\\](javascript:x)"'&amp;\\]\\]&gt;\\\\ $\\{x\\}.
   - =cmd()evil &lt;script&gt;alert(1)&lt;/script&gt;\\|\\\`x\\\`\\](javascript:x)"'&amp;\\]\\]&gt;\\\\ $\\{x\\} \`https ml.azure.com:443\`: request ok: GET /: 200 (50.0 ms)

| Time (UTC) | Source | Destination | Host | Outcome |
| --- | --- | --- | --- | --- |
| 2026-11-22T11:28:00.250Z | \`10.1.0.7:51544\` | \`20.42.0.1:443\` | \`peer.example\` | tls: certificate not accepted (=cmd()evil &lt;script&gt;alert(1)&lt;/script&gt;\\|\\\`x\\\`\\](javascript:x)"'&amp;\\]\\]&gt;\\\\ $\\{x\\}), SNI =cmd()evil &lt;script&gt;alert(1)&lt;/script&gt;\\|\\\`x\\\`\\](javascript:x)"'&amp;\\]\\]&gt;\\\\ $\\{x\\}, TLSv1.3 (10.0 ms) |

## How to find our packets

Log Analytics queries. Source addresses are those of this machine: behind NAT the log has another.

Azure Firewall: rules that our packets met, by source address:

\`\`\`kusto
union AZFWApplicationRule, AZFWNetworkRule
| where TimeGenerated between (datetime(2026-11-22T11:18:00.000Z) .. datetime(2026-11-22T11:38:04.200Z))
| where SourceIp in ("10.1.0.7") and DestinationPort in (443)
| where Fqdn in~ ("peer.example") or DestinationIp in ("20.42.0.1")
| extend Ours = SourcePort in (51544)
| project TimeGenerated, Ours, SourceIp, SourcePort, Fqdn, DestinationIp, DestinationPort, Protocol, Action, ActionReason, Policy, RuleCollection, Rule
| order by Ours desc, TimeGenerated asc
\`\`\`

Virtual network flow logs (Traffic Analytics):

\`\`\`kusto
NTANetAnalytics
| where FlowStartTime between (datetime(2026-11-22T11:18:00.000Z) .. datetime(2026-11-22T11:38:04.200Z))
| where SrcIp in ("10.1.0.7") and DestPort in (443)
| project FlowStartTime, SrcIp, DestIp, DestPublicIps, DestPort, L4Protocol, FlowStatus, AclGroup, AclRule
| order by FlowStartTime asc
\`\`\`

Network security group flow logs (Traffic Analytics, the older form):

\`\`\`kusto
AzureNetworkAnalytics_CL
| where SubType_s == "FlowLog" and FlowStartTime_t between (datetime(2026-11-22T11:18:00.000Z) .. datetime(2026-11-22T11:38:04.200Z))
| where SrcIP_s in ("10.1.0.7") and DestPort_d in (443)
| project FlowStartTime_t, SrcIP_s, DestIP_s, DestPublicIPs_s, DestPort_d, L4Protocol_s, FlowStatus_s, NSGRule_s
| order by FlowStartTime_t asc
\`\`\`

Firewalls and proxies of other makers (CEF), by User-Agent: requests that they could read:

\`\`\`kusto
CommonSecurityLog
| where TimeGenerated between (datetime(2026-11-22T11:18:00.000Z) .. datetime(2026-11-22T11:38:04.200Z))
| where RequestClientApplication has_all ("connprobe", "1f2e3d4c")
| project TimeGenerated, DeviceVendor, DeviceAction, SourceIP, SourcePort, DestinationHostName, DestinationIP, DestinationPort, RequestURL
| order by TimeGenerated asc
\`\`\`

`

exports[`test/agent/report/ticket.ts > TAP > golden > mixed 1`] = `
# Azure Machine Learning: please let 2 connections through

| Of | Is |
| --- | --- |
| Machine | ci-team-gpu1 (compute-instance, public cloud) |
| Source | \`10.1.0.7\` |
| Proxy | none |
| Tested (UTC) | 2026-11-22T11:28:00.000Z to 2026-11-22T11:28:04.200Z |
| User-Agent | \`connprobe/1.0.0 (run 1f2e3d4c)\` |

## What is asked for

| # | Ask | Destination | Port | Protocol | SNI | For | Service tags | Cause | To |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| 1 | open | \`pypi.org\` | 443 | tcp, https | pypi.org | Python packages |  | \`tls-sni-filtered\` | the network team |
| 2 | open | \`files.pythonhosted.org\` | 443 | tcp, https | files.pythonhosted.org | Python packages |  | \`tls-sni-filtered\` | the network team |

No part of this request, because the service's owner has to act: \`viennaglobal.azurecr.io:443\`.

## What was seen

1. \`pypi.org\` (proven): The connection to pypi.org is reset right after our ClientHello, twice, while the same address answers login.microsoftonline.com in between: something on the path filters by name.
   - The cloud network team should allow pypi.org on port 443 in an application rule of the firewall.
   - Does the same address answer another name? \`https login.microsoftonline.com:443 at 20.42.0.1\`: request ok: GET /: 200 (50.0 ms)

2. \`files.pythonhosted.org\` (proven): The connection to files.pythonhosted.org is reset right after our ClientHello, twice, while the same address answers login.microsoftonline.com in between: something on the path filters by name.
   - The cloud network team should allow files.pythonhosted.org on port 443 in an application rule of the firewall.
   - Does the same address answer another name? \`https login.microsoftonline.com:443 at 20.42.0.1\`: request ok: GET /: 200 (50.0 ms)

| Time (UTC) | Source | Destination | Host | Outcome |
| --- | --- | --- | --- | --- |
| 2026-11-22T11:28:00.250Z | \`10.1.0.7:51544\` | \`20.42.0.1:443\` | \`pypi.org\` | tls: reset by the peer, SNI pypi.org, TLSv1.3 (9.0 ms) |
| 2026-11-22T11:28:00.250Z | \`10.1.0.7:51544\` | \`20.42.0.1:443\` | \`files.pythonhosted.org\` | tls: reset by the peer, SNI files.pythonhosted.org, TLSv1.3 (9.0 ms) |

## Why it is not this machine

In the same minute, from the same machine and with the same settings, 15 other endpoints answered as it must be: \`login.microsoftonline.com:443\`, \`login.live.com:443\`, \`aadcdn.msauth.net:443\`, \`management.azure.com:443\`, \`portal.azure.com:443\`.

## What only your log can tell

Silence proves nothing here. Did these packets pass?

| Time (UTC) | Source | Destination | Host | Outcome |
| --- | --- | --- | --- | --- |
| 2026-11-22T11:28:00.250Z | \`10.1.0.7:51544\` | \`20.61.99.1:5831\` | \`westeurope.tundra.azureml.ms\` | request: no answer, 3 sent, 0 came back (5.00 s) |

## How to find our packets

Log Analytics queries. Source addresses are those of this machine: behind NAT the log has another.

Azure Firewall: rules that our packets met, by source address:

\`\`\`kusto
union AZFWApplicationRule, AZFWNetworkRule
| where TimeGenerated between (datetime(2026-11-22T11:18:00.000Z) .. datetime(2026-11-22T11:38:04.200Z))
| where SourceIp in ("10.1.0.7") and DestinationPort in (443, 5831)
| where Fqdn in~ ("pypi.org", "files.pythonhosted.org", "westeurope.tundra.azureml.ms") or DestinationIp in ("20.42.0.1", "20.61.99.1")
| extend Ours = SourcePort in (51544)
| project TimeGenerated, Ours, SourceIp, SourcePort, Fqdn, DestinationIp, DestinationPort, Protocol, Action, ActionReason, Policy, RuleCollection, Rule
| order by Ours desc, TimeGenerated asc
\`\`\`

Virtual network flow logs (Traffic Analytics):

\`\`\`kusto
NTANetAnalytics
| where FlowStartTime between (datetime(2026-11-22T11:18:00.000Z) .. datetime(2026-11-22T11:38:04.200Z))
| where SrcIp in ("10.1.0.7") and DestPort in (443, 5831)
| project FlowStartTime, SrcIp, DestIp, DestPublicIps, DestPort, L4Protocol, FlowStatus, AclGroup, AclRule
| order by FlowStartTime asc
\`\`\`

Network security group flow logs (Traffic Analytics, the older form):

\`\`\`kusto
AzureNetworkAnalytics_CL
| where SubType_s == "FlowLog" and FlowStartTime_t between (datetime(2026-11-22T11:18:00.000Z) .. datetime(2026-11-22T11:38:04.200Z))
| where SrcIP_s in ("10.1.0.7") and DestPort_d in (443, 5831)
| project FlowStartTime_t, SrcIP_s, DestIP_s, DestPublicIPs_s, DestPort_d, L4Protocol_s, FlowStatus_s, NSGRule_s
| order by FlowStartTime_t asc
\`\`\`

Firewalls and proxies of other makers (CEF), by User-Agent: requests that they could read:

\`\`\`kusto
CommonSecurityLog
| where TimeGenerated between (datetime(2026-11-22T11:18:00.000Z) .. datetime(2026-11-22T11:38:04.200Z))
| where RequestClientApplication has_all ("connprobe", "1f2e3d4c")
| project TimeGenerated, DeviceVendor, DeviceAction, SourceIP, SourcePort, DestinationHostName, DestinationIP, DestinationPort, RequestURL
| order by TimeGenerated asc
\`\`\`

`

exports[`test/agent/report/ticket.ts > TAP > golden > sealed 1`] = `
# Azure Machine Learning: please let 19 connections through

| Of | Is |
| --- | --- |
| Machine | ci-team-gpu1 (compute-instance, public cloud) |
| Source | \`10.1.0.7\` |
| Proxy | none |
| Tested (UTC) | 2026-11-22T11:28:00.000Z to 2026-11-22T11:28:04.200Z |
| User-Agent | \`connprobe/1.0.0 (run 1f2e3d4c)\` |

## What is asked for

| # | Ask | Destination | Port | Protocol | SNI | For | Service tags | Cause | To |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| 1 | open | \`login.microsoftonline.com\` | 443 | tcp, https |  | Microsoft Entra ID |  | \`tcp-timeout\` | the network team |
| 2 | open | \`login.live.com\` | 443 | tcp, https |  | Microsoft Entra ID |  | \`tcp-timeout\` | the network team |
| 3 | open | \`aadcdn.msauth.net\` | 443 | tcp, https |  | Microsoft Entra ID |  | \`tcp-timeout\` | the network team |
| 4 | open | \`management.azure.com\` | 443 | tcp, https |  | Azure portal |  | \`tcp-timeout\` | the network team |
| 5 | open | \`portal.azure.com\` | 443 | tcp, https |  | Azure portal |  | \`tcp-timeout\` | the network team |
| 6 | open | \`graph.microsoft.com\` | 443 | tcp, https |  | Azure portal |  | \`tcp-timeout\` | the network team |
| 7 | open | \`ml.azure.com\` | 443 | tcp, https |  | Azure Machine Learning studio |  | \`tcp-timeout\` | the network team |
| 8 | open | \`studioml.azureml.ms\` | 443 | tcp, https |  | Azure Machine Learning studio |  | \`tcp-timeout\` | the network team |
| 9 | open | \`westeurope.api.azureml.ms\` | 443 | tcp, https |  | Azure Machine Learning studio |  | \`tcp-timeout\` | the network team |
| 10 | open | \`westeurope.experiments.azureml.net\` | 443 | tcp, https |  | Experiment history, hyperparameters and logging |  | \`tcp-timeout\` | the network team |
| 11 | open | \`pypi.org\` | 443 | tcp, https |  | Python packages |  | \`tcp-timeout\` | the network team |
| 12 | open | \`files.pythonhosted.org\` | 443 | tcp, https |  | Python packages |  | \`tcp-timeout\` | the network team |
| 13 | open | \`repo.anaconda.com\` | 443 | tcp, https |  | Python packages |  | \`tcp-timeout\` | the network team |
| 14 | open | \`conda.anaconda.org\` | 443 | tcp, https |  | Python packages |  | \`tcp-timeout\` | the network team |
| 15 | open | \`mcr.microsoft.com\` | 443 | tcp, https |  | Microsoft Container Registry |  | \`tcp-timeout\` | the network team |
| 16 | open | \`westeurope.data.mcr.microsoft.com\` | 443 | tcp, https |  | Microsoft Container Registry |  | \`tcp-timeout\` | the network team |
| 17 | open | \`viennaglobal.azurecr.io\` | 443 | tcp, https |  | Microsoft Container Registry |  | \`tcp-timeout\` | the network team |
| 18 | open | \`dc.services.visualstudio.com\` | 443 | tcp, https |  | Azure Monitor |  | \`tcp-timeout\` | the network team |
| 19 | open | \`dc.applicationinsights.azure.com\` | 443 | tcp, https |  | Azure Monitor |  | \`tcp-timeout\` | the network team |

## What was seen

**Nothing outside this network answers: all connections to every address meet silence, on every port.** (proven)

The cloud network team should give this subnet a way out: a route to the firewall, with rules for what connprobe list prints.

- 19 of 19 SYNs unanswered within 5 s
- the resolver 168.63.129.16 answers every name
- this machine has a route and 10.1.0.7 as source

| Time (UTC) | Source | Destination | Host | Outcome |
| --- | --- | --- | --- | --- |
| 2026-11-22T11:28:00.250Z | \`10.1.0.7:51544\` | \`20.42.0.1:443\` | \`login.microsoftonline.com\` | connect: no answer (5.00 s) |
| 2026-11-22T11:28:00.250Z | \`10.1.0.7:51544\` | \`20.42.0.1:443\` | \`login.live.com\` | connect: no answer (5.00 s) |
| 2026-11-22T11:28:00.250Z | \`10.1.0.7:51544\` | \`20.42.0.1:443\` | \`aadcdn.msauth.net\` | connect: no answer (5.00 s) |
| 2026-11-22T11:28:00.250Z | \`10.1.0.7:51544\` | \`20.42.0.1:443\` | \`management.azure.com\` | connect: no answer (5.00 s) |
| 2026-11-22T11:28:00.250Z | \`10.1.0.7:51544\` | \`20.42.0.1:443\` | \`portal.azure.com\` | connect: no answer (5.00 s) |
| 2026-11-22T11:28:00.250Z | \`10.1.0.7:51544\` | \`20.42.0.1:443\` | \`graph.microsoft.com\` | connect: no answer (5.00 s) |
| 2026-11-22T11:28:00.250Z | \`10.1.0.7:51544\` | \`20.42.0.1:443\` | \`ml.azure.com\` | connect: no answer (5.00 s) |
| 2026-11-22T11:28:00.250Z | \`10.1.0.7:51544\` | \`20.42.0.1:443\` | \`studioml.azureml.ms\` | connect: no answer (5.00 s) |
| 2026-11-22T11:28:00.250Z | \`10.1.0.7:51544\` | \`20.42.0.1:443\` | \`westeurope.api.azureml.ms\` | connect: no answer (5.00 s) |
| 2026-11-22T11:28:00.250Z | \`10.1.0.7:51544\` | \`20.42.0.1:443\` | \`westeurope.experiments.azureml.net\` | connect: no answer (5.00 s) |
| 2026-11-22T11:28:00.250Z | \`10.1.0.7:51544\` | \`20.42.0.1:443\` | \`pypi.org\` | connect: no answer (5.00 s) |
| 2026-11-22T11:28:00.250Z | \`10.1.0.7:51544\` | \`20.42.0.1:443\` | \`files.pythonhosted.org\` | connect: no answer (5.00 s) |
| 2026-11-22T11:28:00.250Z | \`10.1.0.7:51544\` | \`20.42.0.1:443\` | \`repo.anaconda.com\` | connect: no answer (5.00 s) |
| 2026-11-22T11:28:00.250Z | \`10.1.0.7:51544\` | \`20.42.0.1:443\` | \`conda.anaconda.org\` | connect: no answer (5.00 s) |
| 2026-11-22T11:28:00.250Z | \`10.1.0.7:51544\` | \`20.42.0.1:443\` | \`mcr.microsoft.com\` | connect: no answer (5.00 s) |
| 2026-11-22T11:28:00.250Z | \`10.1.0.7:51544\` | \`20.42.0.1:443\` | \`westeurope.data.mcr.microsoft.com\` | connect: no answer (5.00 s) |
| 2026-11-22T11:28:00.250Z | \`10.1.0.7:51544\` | \`20.42.0.1:443\` | \`viennaglobal.azurecr.io\` | connect: no answer (5.00 s) |
| 2026-11-22T11:28:00.250Z | \`10.1.0.7:51544\` | \`20.42.0.1:443\` | \`dc.services.visualstudio.com\` | connect: no answer (5.00 s) |
| 2026-11-22T11:28:00.250Z | \`10.1.0.7:51544\` | \`20.42.0.1:443\` | \`dc.applicationinsights.azure.com\` | connect: no answer (5.00 s) |

## How to find our packets

Log Analytics queries. Source addresses are those of this machine: behind NAT the log has another.

Azure Firewall: rules that our packets met, by source address:

\`\`\`kusto
union AZFWApplicationRule, AZFWNetworkRule
| where TimeGenerated between (datetime(2026-11-22T11:18:00.000Z) .. datetime(2026-11-22T11:38:04.200Z))
| where SourceIp in ("10.1.0.7") and DestinationPort in (443)
| where Fqdn in~ ("login.microsoftonline.com", "login.live.com", "aadcdn.msauth.net", "management.azure.com", "portal.azure.com", "graph.microsoft.com", "ml.azure.com", "studioml.azureml.ms", "westeurope.api.azureml.ms", "westeurope.experiments.azureml.net", "pypi.org", "files.pythonhosted.org", "repo.anaconda.com", "conda.anaconda.org", "mcr.microsoft.com", "westeurope.data.mcr.microsoft.com", "viennaglobal.azurecr.io", "dc.services.visualstudio.com", "dc.applicationinsights.azure.com") or DestinationIp in ("20.42.0.1")
| extend Ours = SourcePort in (51544)
| project TimeGenerated, Ours, SourceIp, SourcePort, Fqdn, DestinationIp, DestinationPort, Protocol, Action, ActionReason, Policy, RuleCollection, Rule
| order by Ours desc, TimeGenerated asc
\`\`\`

Virtual network flow logs (Traffic Analytics):

\`\`\`kusto
NTANetAnalytics
| where FlowStartTime between (datetime(2026-11-22T11:18:00.000Z) .. datetime(2026-11-22T11:38:04.200Z))
| where SrcIp in ("10.1.0.7") and DestPort in (443)
| project FlowStartTime, SrcIp, DestIp, DestPublicIps, DestPort, L4Protocol, FlowStatus, AclGroup, AclRule
| order by FlowStartTime asc
\`\`\`

Network security group flow logs (Traffic Analytics, the older form):

\`\`\`kusto
AzureNetworkAnalytics_CL
| where SubType_s == "FlowLog" and FlowStartTime_t between (datetime(2026-11-22T11:18:00.000Z) .. datetime(2026-11-22T11:38:04.200Z))
| where SrcIP_s in ("10.1.0.7") and DestPort_d in (443)
| project FlowStartTime_t, SrcIP_s, DestIP_s, DestPublicIPs_s, DestPort_d, L4Protocol_s, FlowStatus_s, NSGRule_s
| order by FlowStartTime_t asc
\`\`\`

Firewalls and proxies of other makers (CEF), by User-Agent: requests that they could read:

\`\`\`kusto
CommonSecurityLog
| where TimeGenerated between (datetime(2026-11-22T11:18:00.000Z) .. datetime(2026-11-22T11:38:04.200Z))
| where RequestClientApplication has_all ("connprobe", "1f2e3d4c")
| project TimeGenerated, DeviceVendor, DeviceAction, SourceIP, SourcePort, DestinationHostName, DestinationIP, DestinationPort, RequestURL
| order by TimeGenerated asc
\`\`\`

`

/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`test/agent/report/explain.ts > TAP > golden > blocked 1`] = `
✗ pypi.org:443 https: BLOCKED [tls-sni-filtered, proven]
  The connection to pypi.org is reset right after our ClientHello, twice, while
  the same address answers login.microsoftonline.com in between: something on
  the path filters by name.
  Fix: The cloud network team should allow pypi.org on port 443 in an
       application rule of the firewall.

Asked for by
  azureml/python-packages: Python packages (pypi.org)

Names
  168.63.129.16 udp: A pypi.org: NOERROR, 20.42.0.1, ttl 60 s, 4.0 ms
    -> pypi.org.trafficmanager.net

20.42.0.1 from 10.1.0.7:51544 directly
  resolve     4.0 ms ████                       20.42.0.1
  connect    12.0 ms     ████████████
  tls         9.0 ms                 █████████  reset by the peer, SNI pypi.org,
                                                TLSv1.3

Experiments
  control-sni: Does the same address answer another name?
    https login.microsoftonline.com:443 at 20.42.0.1: request ok: GET /: 200
    (50.0 ms)

Rules tried, in order
  20.42.0.1: dns-nxdomain, tls-sni-filtered -> BLOCKED

The network as a whole
  impossible-name: Does a name that cannot exist resolve?
    not answered: the run ended first

`

exports[`test/agent/report/explain.ts > TAP > golden > open, 120 columns 1`] = `
✓ ml.azure.com:443 https: OPEN
  ml.azure.com answered over a trusted TLS connection.

Asked for by
  azureml/azure-machine-learning-studio: Azure Machine Learning studio (ml.azure.com)

Names
  168.63.129.16 udp: A ml.azure.com: NOERROR, 20.42.0.1, ttl 60 s, 4.0 ms
    -> ml.azure.com.trafficmanager.net

20.42.0.1 from 10.1.0.7:51544 directly
  resolve     4.0 ms ██                                       20.42.0.1
  connect    12.0 ms  █████
  tls        31.0 ms       █████████████                      SNI ml.azure.com, TLSv1.3
  request    50.0 ms                    █████████████████████ GET /: 200
  1. CN=ml.azure.com
     issued by CN=Microsoft Azure RSA TLS Issuing CA 07, O=Microsoft Corporation, C=US
     2026-09-01 to 2027-02-28, sha256 abababababababab
  trusted by public: yes

The network as a whole
  impossible-name: Does a name that cannot exist resolve?
    not answered: the run ended first

`

exports[`test/agent/report/explain.ts > TAP > golden > udp, ASCII 1`] = `
? westeurope.tundra.azureml.ms:5831 udp: INCONCLUSIVE [udp-silent, likely]
  Nothing came back from 20.61.99.1:5831 in three tries, and no ICMP error; UDP
  to a DNS server works from here, so silence proves neither way.
  Fix: The cloud network team should check that UDP 5831 to AzureMachineLearning
       is allowed; the firewall log shows it.

Asked for by
  azureml/tundra: Compute instance tunnel (\${region}.tundra.azureml.ms)

Names
  168.63.129.16 udp: A westeurope.tundra.azureml.ms: NOERROR, 20.61.99.1, ttl 60
                     s, 4.0 ms
    -> westeurope.tundra.azureml.ms.trafficmanager.net

20.61.99.1 from 10.1.0.7:51544 directly
  resolve     4.0 ms #                          20.61.99.1
  request     5.00 s ########################## no answer, 3 sent, 0 came back

The network as a whole
  impossible-name: Does a name that cannot exist resolve?
    not answered: the run ended first

`

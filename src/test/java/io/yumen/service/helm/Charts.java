package io.yumen.service.helm;

import java.io.IOException;

/** Charts for tests. */
final class Charts {
    private Charts() {}

    /** A Deployment, a ConfigMap, a Secret, a hook and notes. */
    static void shop(Helm helm) throws IOException {
        helm.file("shop/Chart.yaml", """
                apiVersion: v2
                name: shop
                version: 1.2.0
                appVersion: "7"
                description: A shop for tests
                """);
        helm.file("shop/values.yaml", """
                colour: white
                replicas: 1
                extra: {on: true}
                database: {host: db.test, password: none}
                """);
        helm.file("shop/templates/all.yaml", """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: {{ .Release.Name }}}
                spec:
                  replicas: {{ .Values.replicas }}
                  selector: {matchLabels: {app: {{ .Release.Name }}}}
                  template:
                    metadata: {labels: {app: {{ .Release.Name }}}}
                    spec: {containers: [{name: main, image: 'shop:7'}]}
                ---
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: {{ .Release.Name }}}
                data: {colour: {{ .Values.colour }}}
                ---
                apiVersion: v1
                kind: Secret
                metadata: {name: {{ .Release.Name }}-login}
                stringData: {word: {{ .Values.database.password }}}
                """);
        helm.file("shop/templates/hook.yaml", """
                apiVersion: v1
                kind: ConfigMap
                metadata:
                  name: {{ .Release.Name }}-before
                  annotations: {helm.sh/hook: pre-upgrade}
                data: {colour: {{ .Values.colour }}}
                """);
        helm.file("shop/templates/NOTES.txt", "The shop is {{ .Values.colour }}\n");
        helm.file("shop/values.schema.json", """
                {"$schema": "http://json-schema.org/draft-07/schema#", "properties": {"replicas": {"type": "integer"}}}
                """);
    }

    /** One whose tests are pods: one that ends well, and one as its values say. */
    static void tried(Helm helm) throws IOException {
        helm.file("tried/Chart.yaml", "apiVersion: v2\nname: tried\nversion: 0.1.0\n");
        helm.file("tried/values.yaml", "end: succeeds\n");
        helm.file("tried/templates/all.yaml", """
                apiVersion: v1
                kind: Pod
                metadata:
                  name: {{ .Release.Name }}-answers
                  annotations: {helm.sh/hook: test}
                spec: {restartPolicy: Never, containers: [{name: main, image: 'succeeds:1'}]}
                ---
                apiVersion: v1
                kind: Pod
                metadata:
                  name: {{ .Release.Name }}-pays
                  annotations: {helm.sh/hook: test, helm.sh/hook-weight: "1"}
                spec: {restartPolicy: Never, containers: [{name: main, image: '{{ .Values.end }}:1'}]}
                ---
                apiVersion: v1
                kind: ConfigMap
                metadata:
                  name: {{ .Release.Name }}-before
                  annotations: {helm.sh/hook: pre-upgrade}
                """);
    }

    /** One that makes an object in another namespace, or looks one up there, as its values say. */
    static void stray(Helm helm) throws IOException {
        helm.file("stray/Chart.yaml", "apiVersion: v2\nname: stray\nversion: 0.1.0\n");
        helm.file("stray/templates/all.yaml", """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: stray, namespace: {{ .Values.to | default "default" }}}
                data: {found: {{ if .Values.from }}{{ (lookup "v1" "ConfigMap" .Values.from "inner").data.word }}{{ else }}none{{ end }}}
                """);
    }

    /** One that asks for a value that there is not, in the fourth line. */
    static void broken(Helm helm) throws IOException {
        helm.file("broken/Chart.yaml", "apiVersion: v2\nname: broken\nversion: 0.1.0\n");
        helm.file("broken/templates/all.yaml", """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: broken}
                data: {colour: {{ .Values.shop.colour }}}
                """);
    }
}

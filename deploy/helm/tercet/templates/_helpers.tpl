{{- define "tercet.name" -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- end -}}

{{- define "tercet.labels" -}}
app.kubernetes.io/name: tercet
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "tercet.image" -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end -}}

{{- define "tercet.secret" -}}
{{- .Values.secret.existing | default (include "tercet.name" .) -}}
{{- end -}}

{{- define "tercet.hasBroker" -}}
{{- if not (has .Values.transport.name (list "http" "grpc")) -}}true{{- end -}}
{{- end -}}

{{- define "tercet.isShared" -}}
{{- if ne .Values.store.name "rocksdb" -}}true{{- end -}}
{{- end -}}

{{- /* The same on all nodes; with autoscaling it has the nodes that may come. */ -}}
{{- define "tercet.clusterFile" -}}
shards = {{ .Values.shards }}
stores = {{ if include "tercet.isShared" . }}shared{{ else }}own{{ end }}
{{- range $group := .Values.groups }}
{{- $count := ternary $group.replicasMax $group.replicas $.Values.autoscaling.enabled }}
{{- range $number := until (int $count) }}
{{- $node := printf "%s-%s-%d" (include "tercet.name" $) $group.name $number }}
node.{{ $node }}.address = {{ $node }}.{{ include "tercet.name" $ }}-nodes.{{ $.Release.Namespace }}.svc.{{ $.Values.clusterDomain }}:7400
node.{{ $node }}.roles = {{ join ", " $group.roles }}
{{- end }}
{{- end }}
{{ end -}}

{{- /* The first service of a group. Nothing for a mere gateway. */ -}}
{{- define "tercet.service" -}}
{{- if has "order" .roles -}}order{{- else if has "stock" .roles -}}stock{{- else if has "payment" .roles -}}payment{{- end -}}
{{- end -}}

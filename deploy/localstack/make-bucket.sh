#!/bin/sh
# LocalStack runs this when it is ready: the bucket of docker-compose.yml, open to web players.
set -eu

awslocal s3api head-bucket --bucket videos 2>/dev/null || awslocal s3api create-bucket --bucket videos
awslocal s3api put-bucket-cors --bucket videos --cors-configuration '{
  "CORSRules": [{
    "AllowedMethods": ["GET", "HEAD"],
    "AllowedOrigins": ["*"],
    "AllowedHeaders": ["*"],
    "ExposeHeaders": ["Content-Length", "Content-Range", "ETag"]
  }]
}'

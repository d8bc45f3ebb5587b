#!/bin/sh
# LocalStack runs this when it is ready: the buckets of docker-compose.yml, of which the one with
# the finished videos is open to web players. It comes last: with it, all is ready.
set -eu

awslocal s3api head-bucket --bucket sources 2>/dev/null || awslocal s3api create-bucket --bucket sources
awslocal s3api head-bucket --bucket videos 2>/dev/null || awslocal s3api create-bucket --bucket videos
awslocal s3api put-bucket-cors --bucket videos --cors-configuration '{
  "CORSRules": [{
    "AllowedMethods": ["GET", "HEAD"],
    "AllowedOrigins": ["*"],
    "AllowedHeaders": ["*"],
    "ExposeHeaders": ["Content-Length", "Content-Range", "ETag"]
  }]
}'
